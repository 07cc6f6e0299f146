// What the candidate marks for themselves: flags, options struck out, what was seen, where they are, how it looks.
// It stays on this computer; nothing is scored by it and nobody else sees it.

const KEY = "synaq-marks";

export class Marks {
  constructor(attempt) {
    this.key = `${KEY}:${attempt}`;
    const held = read(this.key);
    this.flagged = new Set(held.flagged ?? []);
    this.seen = new Set(held.seen ?? []);
    this.struck = new Set(held.struck ?? []);
    this.question = held.question ?? null;
  }

  toggle(set, one) {
    if (!set.delete(one)) set.add(one);
    this.keep();
    return set.has(one);
  }

  keep() {
    const { flagged, seen, struck, question } = this;
    write(this.key, { flagged: [...flagged], seen: [...seen], struck: [...struck], question });
  }
}

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

export function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Marks are a help only; a browser that keeps none still takes every answer.
  }
}
