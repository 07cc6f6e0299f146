// From a change in the controls to an entry in the journal: every change is one, typing when it rests.

const TYPING_MS = 600;

export class Answering {
  // changed(entry) follows each entry that was written; with entries of a restored page it is called too.
  constructor(sheets, paper, journal, changed) {
    Object.assign(this, { paper, journal, changed });
    this.typing = new Map(); // article -> timer
    this.over = false;
    sheets.addEventListener("change", (event) => this.commit(event.target.closest("article")));
    sheets.addEventListener("input", (event) => this.#typed(event));
    sheets.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("visibilitychange", () => this.commitTyped());
    window.addEventListener("pagehide", () => this.commitTyped());
  }

  #typed(event) {
    if (!event.target.matches("input[type=text], textarea")) return;
    const article = event.target.closest("article");
    clearTimeout(this.typing.get(article));
    this.typing.set(article, setTimeout(() => this.commit(article), TYPING_MS));
  }

  async commit(article) {
    clearTimeout(this.typing.get(article));
    this.typing.delete(article);
    if (this.over) return;
    const value = this.paper.change(article);
    if (value !== undefined) await this.#write(Number(article.dataset.number), value);
  }

  // What is being typed is written now: the question is left, the page hidden, the time over.
  commitTyped() {
    return Promise.all([...this.typing.keys()].map((article) => this.commit(article)));
  }

  has(number) {
    return (this.paper.answers.get(number) ?? null) !== null;
  }

  async clear(number) {
    if (this.over || !this.has(number)) return;
    this.paper.set(number, null);
    await this.#write(number, null);
  }

  async #write(number, value) {
    this.changed(await this.journal.add(number, value));
  }

  // What the server has, and over it what this computer still keeps: the higher number counts.
  async restore(answers) {
    for (const { number } of this.paper.order) this.paper.set(number, null);
    const counted = new Map(answers.map((answer) => [answer.question, answer]));
    for (const entry of await this.journal.pending()) {
      if (isNewer(entry, counted.get(entry.question))) {
        counted.set(entry.question, { ...entry, value: JSON.parse(entry.value) });
      }
      this.changed(entry);
    }
    for (const { question, value } of counted.values()) this.paper.set(question, value);
  }
}

function isNewer(entry, known) {
  return !known || entry.epoch > known.epoch || (entry.epoch === known.epoch && entry.sequence > known.sequence);
}
