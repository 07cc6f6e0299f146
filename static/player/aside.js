// What a reload without network needs is laid aside on this computer while the test runs: its own page, its questions,
// its files, and where it stood. It goes when the test ends. The answers that count are in the journal and at the server.

import { wallMs } from "./moments.js";
import { epochOf } from "./saves.js";

const SHELF = "synaq-test-";
// The page itself is asked for once more, and not while a whole hall is starting.
const SOON_MS = [500, 20_000];

const possible = () => "caches" in window && "serviceWorker" in navigator;

// Take away what was laid aside, of every test but one.
export async function forget(attempt = null) {
  if (!possible()) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(SHELF) && name !== SHELF + attempt) await caches.delete(name);
  }
  if (attempt !== null) return;
  const found = await navigator.serviceWorker.getRegistration(document.body.dataset.base);
  await found?.unregister();
}

export class Aside {
  constructor(base, state) {
    Object.assign(this, { base, state });
    this.answers = new Map(state.answers.map((answer) => [answer.question, answer]));
    this.last = state.last_sequence;
    this.sheets = new Map();
    this.working = Promise.resolve();
    this.over = false;
  }

  sheet(language, markup) {
    this.sheets.set(`${this.base}/paper/${language}`, markup);
  }

  // `clock` says what is left now: { left_ms, version, paused }.
  begin(clock) {
    if (!possible()) return;
    this.#do(async (shelf) => {
      await forget(this.state.attempt);
      for (const [address, markup] of this.sheets) await shelf.put(address, answerOf(markup, "text/html; charset=utf-8"));
      await navigator.serviceWorker.register(new URL("./worker.js", import.meta.url), { scope: this.base });
    });
    this.stands(clock);
    const [least, most] = SOON_MS;
    this.timer = setTimeout(() => this.#fetchAll(), least + Math.random() * (most - least));
  }

  made({ epoch, sequence, question, value }, clock) {
    const known = this.answers.get(question);
    if (known && (known.epoch > epoch || (known.epoch === epoch && known.sequence > sequence))) return;
    this.answers.set(question, { question, epoch, sequence, value: JSON.parse(value) });
    if (epoch === epochOf(this.state.token)) this.last = Math.max(this.last, sequence);
    this.stands(clock);
  }

  // Where the test stands now, with the moment at which that was written.
  stands(clock) {
    if (!possible() || this.over) return;
    const { heard, ...state } = this.state;
    const answers = [...this.answers.values()];
    const told = { ...state, answers, clock, last_sequence: this.last, wall_ms: wallMs(), kept_ms: Date.now() };
    this.#do((shelf) => shelf.put(`${this.base}/state`, answerOf(JSON.stringify(told), "application/json")));
  }

  stop() {
    this.over = true;
    clearTimeout(this.timer);
  }

  #fetchAll() {
    const own = new URL("./", import.meta.url).pathname.replace(/[^/]+\/$/, "");
    const files = performance
      .getEntriesByType("resource")
      .map((one) => one.name)
      .filter((name) => new URL(name).pathname.startsWith(own) || new URL(name).pathname.startsWith("/exam/player-words/"));
    const images = [...document.querySelectorAll('[data-part="sheets"] img')].map((one) => one.src);
    // The page comes last: where it is, everything that it needs is there.
    for (const address of new Set([...files, ...images, this.base])) {
      this.#do(async (shelf) => (await shelf.match(address)) || (await shelf.add(address)));
    }
  }

  // One after the other; a computer that keeps nothing aside disturbs no test.
  #do(act) {
    this.working = this.working
      .then(async () => {
        if (!this.over) await act(await caches.open(SHELF + this.state.attempt));
      })
      .catch(() => {});
  }
}

function answerOf(body, type) {
  return new Response(body, { headers: { "Content-Type": type } });
}
