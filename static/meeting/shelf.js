// What was typed and is not yet known to be on the server, kept in this browser: one entry a field of one page.
// localStorage first: it has written before the next letter is typed, so that a page may be closed at any moment.
// IndexedDB where that is refused or full, memory as the last resort, which says so.

const NAME = "synaq-meeting";
const PATIENCE_MS = 4_000;

function openDatabase() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    const timer = setTimeout(() => reject(new Error("the database does not open")), PATIENCE_MS);
    asked.onupgradeneeded = () => asked.result.createObjectStore(NAME, { keyPath: "key" });
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      clearTimeout(timer);
      const database = asked.result;
      database.onversionchange = () => database.close();
      const act = (way, does) =>
        new Promise((done, fail) => {
          const deed = database.transaction(NAME, way, { durability: "strict" });
          const request = does(deed.objectStore(NAME));
          deed.oncomplete = () => done(request.result);
          deed.onabort = deed.onerror = () => fail(deed.error ?? new Error("not written"));
        });
      resolve({
        lasting: true,
        put: (entry) => act("readwrite", (store) => store.put(entry)),
        take: (key) => act("readwrite", (store) => store.delete(key)),
        all: () => act("readonly", (store) => store.getAll()),
      });
    };
  });
}

function openStorage() {
  const storage = window.localStorage;
  const own = (key) => `${NAME}:${key}`;
  storage.setItem(own("probe"), "1");
  storage.removeItem(own("probe"));
  return {
    lasting: true,
    put: (entry) => new Promise((done) => done(storage.setItem(own(entry.key), JSON.stringify(entry)))),
    take: async (key) => storage.removeItem(own(key)),
    all: async () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(own("")))
        .map((key) => JSON.parse(storage.getItem(key))),
  };
}

function openMemory() {
  const kept = new Map();
  return {
    lasting: false,
    put: async (entry) => kept.set(entry.key, entry),
    take: async (key) => kept.delete(key),
    all: async () => [...kept.values()],
  };
}

// The shelf for one person and one hearing. Each page keeps its entries under an own name, so that two tabs never
// write over each other; a page that has gone leaves its entries to the next one.
export async function openShelf(scope) {
  const page = crypto.randomUUID();
  const lock = (name) => `${NAME}:${name}`;
  if (navigator.locks) navigator.locks.request(lock(page), () => new Promise(() => {}));
  let shelf;
  for (const open of [openStorage, openDatabase, openMemory]) {
    try {
      shelf = await open();
      break;
    } catch {
      // This browser refuses this shelf; the next one is tried.
    }
  }
  const keyOf = (field, owner = page) => `${scope}|${field}|${owner}`;

  return {
    lasting: shelf.lasting,
    keep: (field, entry) => shelf.put({ ...entry, key: keyOf(field), scope, field, page }),
    drop: (field) => shelf.take(keyOf(field)),
    // What pages that are gone have left of this scope, the oldest first; each is now this page's.
    async left() {
      const living = new Set();
      if (navigator.locks) for (const one of (await navigator.locks.query()).held) living.add(one.name);
      const found = (await shelf.all()).filter(
        (one) => one.scope === scope && one.page !== page && !living.has(lock(one.page)),
      );
      return found.sort((one, other) => one.made - other.made);
    },
    forget: (entry) => shelf.take(entry.key),
  };
}
