// The three honest states, for each question and for all: saved at…, sending…, not saved since….
// "Saved" is said only of what the server has acknowledged.

import { ticks, timeOfDay } from "./moments.js";
import { say } from "./words.js";

export class Saving {
  constructor(onChange) {
    this.open = new Map(); // question -> { since, sequences }
    this.savedAt = new Map(); // question -> when
    this.lastSaved = null;
    this.trouble = false;
    this.onChange = onChange;
  }

  made(entry) {
    const held = this.open.get(entry.question) ?? { since: ticks(), numbers: new Set() };
    held.numbers.add(`${entry.epoch}:${entry.sequence}`);
    this.open.set(entry.question, held);
    this.onChange();
  }

  received(settled) {
    const at = ticks();
    this.trouble = false;
    for (const entry of settled) {
      const held = this.open.get(entry.question);
      held?.numbers.delete(`${entry.epoch}:${entry.sequence}`);
      if (held && !held.numbers.size) this.open.delete(entry.question);
      this.savedAt.set(entry.question, at);
      this.lastSaved = at;
    }
    this.onChange();
  }

  // The change goes on under another number.
  renumbered(entry, again) {
    this.made(again);
    this.open.get(entry.question).numbers.delete(`${entry.epoch}:${entry.sequence}`);
  }

  failed() {
    this.trouble = true;
    this.onChange();
  }

  cleared() {
    this.trouble = false;
    this.onChange();
  }

  // What the server knew when the page opened.
  known(question) {
    if (!this.savedAt.has(question)) this.savedAt.set(question, null);
  }

  get unsent() {
    let count = 0;
    for (const { numbers } of this.open.values()) count += numbers.size;
    return count;
  }

  of(question) {
    const held = this.open.get(question);
    if (held) return this.#unsaved(held.since);
    return this.savedAt.has(question) ? saved(this.savedAt.get(question)) : { state: "none", words: "" };
  }

  overall() {
    if (this.open.size) return this.#unsaved(Math.min(...[...this.open.values()].map(({ since }) => since)));
    if (this.lastSaved !== null) return saved(this.lastSaved);
    return this.savedAt.size ? saved(null) : { state: "none", words: say("nothing_to_save") };
  }

  #unsaved(since) {
    if (!this.trouble) return { state: "sending", words: say("sending") };
    return { state: "unsaved", words: say("unsaved", { time: timeOfDay(since) }) };
  }
}

function saved(at) {
  return { state: "saved", words: at === null ? say("saved_before") : say("saved", { time: timeOfDay(at) }) };
}
