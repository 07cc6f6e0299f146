// The journal of answers on this computer: what was changed and is not yet known to be on the server's disk.
// An entry is written here before it is sent, and leaves only on a receipt that repeats its number.

import { openDatabase } from "./journal_database.js";
import { openMemory, openStorage } from "./journal_storage.js";
import { deviceMs } from "./moments.js";
import { epochOf } from "./saves.js";

const LEAP = 100;
const byNumber = (one, other) => one.epoch - other.epoch || one.sequence - other.sequence;

// The token goes along with each entry: what a device made before it was ended is sent as that device's.
export async function openJournal(attempt, token, lastOnServer) {
  const shelves = [];
  for (const open of [openDatabase, openStorage, openMemory]) {
    try {
      shelves.push(await open());
    } catch {
      // This browser refuses this shelf; the next one is tried.
    }
  }
  return new Journal(attempt, token, lastOnServer, shelves);
}

export class Journal {
  constructor(attempt, token, lastOnServer, shelves) {
    this.attempt = attempt;
    this.token = token;
    this.epoch = epochOf(token);
    this.last = lastOnServer;
    this.shelves = shelves;
    this.writing = Promise.resolve();
  }

  // Whether what is written here outlives the page.
  get lasting() {
    return this.shelves[0].name !== "memory";
  }

  // Write a change; the entry with its number. Changes are numbered in the order in which they were made.
  add(question, value) {
    const change = {
      attempt: this.attempt,
      epoch: this.epoch,
      token: this.token,
      question,
      value: JSON.stringify(value),
      made_ms: deviceMs(),
    };
    const written = this.writing.then(() => this.#write(change));
    this.writing = written.catch(() => {});
    return written;
  }

  async #write(change) {
    for (;;) {
      try {
        const entry = await this.shelves[0].add(change, this.last);
        this.last = entry.sequence;
        return entry;
      } catch (fault) {
        // Full or taken away while the test runs: go on with the next shelf. Memory never refuses.
        if (this.shelves.length === 1) throw fault;
        this.spent = [...(this.spent ?? []), this.shelves.shift()];
      }
    }
  }

  // Every entry without a receipt, in the order of their numbers. It waits for what is being written.
  async pending() {
    await this.writing;
    const found = [];
    for (const shelf of [...this.shelves, ...(this.spent ?? [])]) {
      found.push(...(await shelf.pending(this.attempt).catch(() => [])));
    }
    return found.sort(byNumber);
  }

  // Another page gave this number to another change, and its storage is gone: the change gets a number of its own.
  async renumber(entry) {
    this.last += LEAP;
    const again = await this.add(entry.question, JSON.parse(entry.value));
    await this.settle([entry]);
    return again;
  }

  // These numbers have their receipts.
  async settle(numbers) {
    for (const shelf of [...this.shelves, ...(this.spent ?? [])]) {
      await shelf.settle(this.attempt, numbers).catch(() => {});
    }
  }
}
