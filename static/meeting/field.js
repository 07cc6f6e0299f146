// One field of the hearing: kept in this browser with each letter, sent after a short rest, and honest about where it
// stands. A save names the edition that was seen; until its receipt is here, the very same save is sent again.

const REST_MS = 900;
const AGAIN_MS = [1_500, 3_000, 6_000, 10_000];
const PATIENCE_MS = 12_000;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Field {
  constructor(place, shelf, told) {
    this.place = place;
    this.form = place.querySelector("form");
    this.name = place.dataset.field;
    this.shelf = shelf;
    this.told = told;
    this.version = Number(place.dataset.version);
    this.saved = place.querySelector(".saved");
    this.known = this.body();
    this.sent = null; // a save without a receipt
    this.held = false; // a conflict that the person has not settled
    this.tries = 0;
    place.addEventListener("input", () => this.changed());
    place.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.#leave(event));
  }

  body() {
    const text = this.form.elements.text ?? this.form.elements.motives;
    const body = { text: text ? text.value : "" };
    if (this.name.startsWith("question:")) {
      body.gist = this.form.elements.gist.value;
      body.asked_by = Number(this.form.elements.asked_by.value) || null;
    }
    return body;
  }

  fill(body) {
    const text = this.form.elements.text ?? this.form.elements.motives;
    if (text) text.value = body.text ?? "";
    if (this.form.elements.gist) this.form.elements.gist.value = body.gist ?? "";
    if (this.form.elements.asked_by) this.form.elements.asked_by.value = String(body.asked_by ?? 0);
  }

  get dirty() {
    return this.sent !== null || this.held || !same(this.body(), this.known);
  }

  get busy() {
    return this.dirty || this.place.contains(document.activeElement);
  }

  changed() {
    if (same(this.body(), this.known) && !this.sent) return;
    this.#keep();
    if (!this.held) this.#later(REST_MS);
    if (this.saved.dataset.state !== "sending") this.#tell("unsaved");
  }

  // Taken from a page that is gone: it goes on from where that one stood.
  adopt(entry) {
    this.fill(entry.latest);
    this.sent = entry.sent;
    if (entry.sent === null) this.version = entry.seen;
    this.#keep();
    this.#tell("unsaved");
    this.#later(0);
  }

  // Somebody else's newer text, where nobody is typing here.
  show(news) {
    if (this.busy || news.version <= this.version) return;
    this.fill(news);
    this.#arrived(news);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.dirty && !this.held) await this.send();
  }

  async send() {
    if (this.running || this.held) return;
    this.sent ??= { number: crypto.randomUUID(), body: this.body(), seen: this.version };
    if (this.sent.seen === 0 && !this.sent.body.text.trim() && !(this.sent.body.gist ?? "").trim()) {
      this.sent = null;
      return;
    }
    this.#keep();
    this.#tell("sending");
    this.running = this.#ask(this.sent).catch(() => {
      this.told.lost(true);
      this.#tell("unsaved");
      this.#later(AGAIN_MS[Math.min(this.tries++, AGAIN_MS.length - 1)]);
    });
    await this.running;
    this.running = null;
    if (this.next) this.#later(REST_MS);
    this.next = false;
  }

  async #ask(sent) {
    const [field, mark] = this.name.split(":");
    const answer = await fetch(this.place.dataset.save, {
      method: "POST",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": this.form.elements.csrf_token.value,
      },
      body: JSON.stringify({ number: sent.number, field, mark, seen: sent.seen, ...sent.body }),
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const told = await answer.json();
    this.told.lost(false);
    this.tries = 0;
    if (answer.ok && told.number === sent.number) this.#receipt(sent, told);
    else if (told.overtaken) this.#overtaken(told);
    else this.#refused(told.refused ?? told.sentence ?? answer.statusText);
  }

  #receipt(sent, told) {
    this.sent = null;
    this.known = sent.body;
    this.#arrived(told, sent.body);
    if (!same(this.body(), sent.body)) {
      this.#keep();
      this.#tell("unsaved");
      this.next = true; // typed on meanwhile
    }
  }

  #arrived(told, known = this.body()) {
    this.known = known;
    this.version = told.version;
    this.place.dataset.version = told.version;
    if (this.form.elements.seen) this.form.elements.seen.value = told.version;
    if (same(this.body(), known)) this.shelf.drop(this.name);
    this.#tell("saved", told.saved);
    this.told.refused(this, "");
  }

  // Both texts are kept: the own one in the field and in this browser, the other one beside it.
  #overtaken(told) {
    this.sent = null;
    const theirs = { text: told.text, ...(this.name.startsWith("question:") && { gist: told.gist }) };
    this.held = true;
    this.#keep();
    this.#tell("unsaved");
    const block = document.getElementById("meeting-conflict").content.cloneNode(true).firstElementChild;
    block.querySelector("[data-theirs]").textContent = [theirs.text, theirs.gist].filter(Boolean).join("\n") || "–";
    const settle = (act) => () => {
      block.remove();
      this.held = false;
      this.version = told.version;
      act();
    };
    block.querySelector("[data-mine]").addEventListener("click", settle(() => this.send()));
    block.querySelector("[data-other]").addEventListener("click", settle(() => {
      this.fill({ ...this.body(), ...theirs });
      this.#arrived({ version: told.version });
    }));
    this.place.querySelector("[data-conflict]")?.remove();
    this.place.append(block);
  }

  #refused(sentence) {
    this.told.refused(this, sentence);
    this.#tell("unsaved");
    this.#later(AGAIN_MS.at(-1));
  }

  // A button sends the whole form: it waits for the save that is on its way, so that both do not meet.
  #leave(event) {
    clearTimeout(this.timer);
    this.leaving = true;
    if (!this.running) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    this.running.finally(() => setTimeout(() => this.form.requestSubmit(button), 0));
  }

  #keep() {
    this.shelf
      .keep(this.name, { latest: this.body(), sent: this.sent, seen: this.version, made: Date.now() })
      .catch(() => this.told.forgetful());
  }

  #later(ms) {
    clearTimeout(this.timer);
    if (!this.leaving) this.timer = setTimeout(() => this.send(), ms);
  }

  #tell(state, time = "") {
    this.saved.dataset.state = state;
    const shown = this.saved.querySelectorAll("[data-time]");
    if (time) for (const one of shown) one.textContent = time;
    // "Not saved since …" needs a time; before the first saving it is when the page was opened.
    else for (const one of shown) one.textContent ||= new Date().toTimeString().slice(0, 8);
  }
}
