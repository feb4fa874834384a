// Keeps the page on the phone. Before this stand VERSION, KEPT and LATER: what is kept at once, and what is kept once it was asked
// for, each file with the sum of its content.
//
// A new version waits until the page is closed and takes over when it is next opened; what was marked stands in a
// database that no version touches. Answers of the API, and all other pages, go past this.

const CACHE = `hadir-${VERSION}`;
const KEPT_URLS = new Set(KEPT.map(([url]) => url));
/** What is kept later lies under its sum, whatever its address: it is large, and seldom another one in a new version. */
const LATER_CACHE = "sejawat-pembaca";
const LATER_SUMS = new Map(LATER);
const bySum = (sum) => `/hadir/isi/${sum}`;

/** The file as the program holds it, or a failure: a hotel's Wi-Fi answers everything with its own page. */
async function take([url, sum]) {
  const answer = await fetch(url, { cache: url.startsWith("/aset/") ? "default" : "no-cache", credentials: "same-origin" });
  const bytes = await answer.clone().arrayBuffer();
  const found = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!answer.ok || found !== sum) throw new TypeError(`${url} is not what it should be`);
  return [url, answer];
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const files = await Promise.all(KEPT.map(take));
    const cache = await caches.open(CACHE);
    await Promise.all(files.map(([url, answer]) => cache.put(url, answer)));
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("hadir-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    if (await caches.has(LATER_CACHE)) {
      const [later, wanted] = [await caches.open(LATER_CACHE), new Set([...LATER_SUMS.values()].map(bySum))];
      for (const { url } of await later.keys()) if (!wanted.has(new URL(url).pathname)) await later.delete(url);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (LATER_SUMS.has(pathname)) event.respondWith(takeOnce(pathname));
  if (!KEPT_URLS.has(pathname)) return;
  event.respondWith((async () => {
    const kept = await caches.match(pathname, { cacheName: CACHE, ignoreVary: true });
    return kept ?? fetch(request);
  })());
});

/** What was kept, or else fetched now, and kept from now on. */
async function takeOnce(pathname) {
  const [cache, key] = [await caches.open(LATER_CACHE), bySum(LATER_SUMS.get(pathname))];
  const kept = await cache.match(key, { ignoreVary: true });
  if (kept) return kept;
  try {
    const [, answer] = await take([pathname, LATER_SUMS.get(pathname)]);
    await cache.put(key, answer.clone());
    return answer;
  } catch {
    // Another version of the program may have it otherwise by now: used, but not kept.
    return fetch(pathname);
  }
}
