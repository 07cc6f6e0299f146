// The journal's shelf in localStorage, for browsers that refuse IndexedDB; and the last resort, memory alone.

const ENTRY = "synaq-entry";
const LAST = "synaq-last";

export function openStorage(storage = window.localStorage) {
  const probe = `${LAST}:probe`;
  storage.setItem(probe, "1");
  storage.removeItem(probe);
  return {
    name: "storage",

    async add(change, floor) {
      return alone(`${change.attempt}:${change.epoch}`, () => {
        const counter = `${LAST}:${change.attempt}:${change.epoch}`;
        const sequence = Math.max(Number(storage.getItem(counter) ?? 0), floor) + 1;
        const entry = { ...change, sequence };
        storage.setItem(`${ENTRY}:${change.attempt}:${change.epoch}:${sequence}`, JSON.stringify(entry));
        storage.setItem(counter, String(sequence));
        return entry;
      });
    },

    async pending(attempt) {
      const beginning = `${ENTRY}:${attempt}:`;
      return Object.keys(storage)
        .filter((key) => key.startsWith(beginning))
        .map((key) => JSON.parse(storage.getItem(key)));
    },

    async settle(attempt, numbers) {
      for (const { epoch, sequence } of numbers) storage.removeItem(`${ENTRY}:${attempt}:${epoch}:${sequence}`);
    },
  };
}

// Where the browser knows locks, two tabs do not count at once.
function alone(name, act) {
  return navigator.locks ? navigator.locks.request(`${LAST}:${name}`, act) : act();
}

export function openMemory() {
  let entries = [];
  let last = 0;
  return {
    name: "memory",
    async add(change, floor) {
      last = Math.max(last, floor) + 1;
      const entry = { ...change, sequence: last };
      entries.push(entry);
      return entry;
    },
    async pending(attempt) {
      return entries.filter((entry) => entry.attempt === attempt);
    },
    async settle(attempt, numbers) {
      const gone = new Set(numbers.map(({ epoch, sequence }) => `${epoch}:${sequence}`));
      entries = entries.filter((entry) => !gone.has(`${entry.epoch}:${entry.sequence}`));
    },
  };
}
