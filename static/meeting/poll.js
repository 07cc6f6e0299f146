// Asks every three seconds what has changed, and is answered 304 while nothing has. A page whose meeting was handed to
// another secretary is told so, and asks on: it may be handed back.

const EVERY_MS = 3_000;
const PATIENCE_MS = 12_000;

export function ask(page, { found, lost, refused }) {
  let mark = `"${page.dataset.mark}"`;
  let away = false;

  async function once() {
    try {
      const answer = await fetch(page.dataset.now, {
        headers: { "If-None-Match": mark, Accept: "application/json" },
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const told = answer.status === 409 ? await answer.json() : null;
      if (told?.handed) {
        away = true;
        return refused(null, told.refused);
      }
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      if (away) lost(false);
      away = false;
      if (answer.status === 200) {
        mark = answer.headers.get("ETag");
        found(await answer.json());
      }
    } catch {
      away = true;
      lost(true);
    } finally {
      window.setTimeout(once, EVERY_MS);
    }
  }

  window.setTimeout(once, EVERY_MS);
}
