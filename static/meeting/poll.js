// Asks every three seconds what has changed, and is answered 304 while nothing has.

const EVERY_MS = 3_000;
const PATIENCE_MS = 12_000;

export function ask(page, { found, lost }) {
  let mark = `"${page.dataset.mark}"`;
  let away = false;

  async function once() {
    try {
      const answer = await fetch(page.dataset.now, {
        headers: { "If-None-Match": mark, Accept: "application/json" },
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
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
    }
    window.setTimeout(once, EVERY_MS);
  }

  window.setTimeout(once, EVERY_MS);
}
