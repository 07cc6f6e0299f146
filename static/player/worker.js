// Opens the player again while there is no network. What the page of a running test has laid aside is given back, and
// nothing else: the page lays aside and takes away, this only reads. The server always comes first.

const SHELF = "synaq-test-";
const PATIENCE_MS = 8_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) {
    event.respondWith(answer(request));
  }
});

async function answer(request) {
  const opening = request.mode === "navigate";
  try {
    const told = await fetch(request, opening ? { signal: AbortSignal.timeout(PATIENCE_MS) } : undefined);
    // The server shows no test here any more: it has moved, or is nobody's.
    if (opening && told.status >= 400 && told.status < 500) await clear();
    return told;
  } catch (fault) {
    const kept = await laidAside(request.url);
    if (kept) return kept;
    throw fault;
  }
}

async function laidAside(address) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHELF)) continue;
    const shelf = await caches.open(name);
    const kept = await shelf.match(address, { ignoreVary: true });
    if (kept) return kept;
  }
  return null;
}

async function clear() {
  for (const name of await caches.keys()) if (name.startsWith(SHELF)) await caches.delete(name);
}
