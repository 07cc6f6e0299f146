// The journal's shelf in IndexedDB: entries under attempt, device and number, and the last number given out.
// Number and entry are written in one transaction, so that two tabs never give out the same number.

const NAME = "synaq-player";
const ENTRIES = "entries";
const LAST = "last";
const PATIENCE_MS = 4_000;

export function openDatabase() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    const timer = setTimeout(() => reject(new Error("the database does not open")), PATIENCE_MS);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(ENTRIES, { keyPath: ["attempt", "epoch", "sequence"] });
      asked.result.createObjectStore(LAST);
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      clearTimeout(timer);
      asked.result.onversionchange = () => asked.result.close();
      resolve(shelf(asked.result));
    };
  });
}

function shelf(database) {
  // "strict": told as written only when it is on the disk.
  const writing = () => database.transaction([ENTRIES, LAST], "readwrite", { durability: "strict" });

  return {
    name: "database",

    // Write a change under the next number; the entry as it was written.
    add(change, floor) {
      return new Promise((resolve, reject) => {
        const act = writing();
        let entry = null;
        act.oncomplete = () => resolve(entry);
        act.onabort = act.onerror = () => reject(act.error ?? new Error("not written"));
        const counter = act.objectStore(LAST);
        const key = [change.attempt, change.epoch];
        counter.get(key).onsuccess = (event) => {
          const sequence = Math.max(event.target.result ?? 0, floor) + 1;
          entry = { ...change, sequence };
          act.objectStore(ENTRIES).put(entry);
          counter.put(sequence, key);
        };
      });
    },

    pending(attempt) {
      return new Promise((resolve, reject) => {
        const range = IDBKeyRange.bound([attempt], [attempt, []]);
        const asked = database.transaction(ENTRIES).objectStore(ENTRIES).getAll(range);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    },

    settle(attempt, numbers) {
      return new Promise((resolve, reject) => {
        const act = writing();
        act.oncomplete = () => resolve();
        act.onabort = act.onerror = () => reject(act.error ?? new Error("not written"));
        for (const { epoch, sequence } of numbers) act.objectStore(ENTRIES).delete([attempt, epoch, sequence]);
      });
    },
  };
}
