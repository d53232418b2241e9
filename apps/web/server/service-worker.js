// What the browser runs between the page and the network: after one visit the page works without it.
// The build puts two constants before this text: `files`, what the page is made of, and `version`, a hash of them.

/* global files, version, self, caches, fetch, Response, Headers, URL */

const cacheName = `atelier-page-${version}`;

/** Threads share memory only in an isolated page: on hosts that send no headers, they come from here. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      // Anew, also where a server goes back to a version: the order of caches is that in which versions came.
      await caches.delete(cacheName);
      const cache = await caches.open(cacheName);
      await cache.addAll(files);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const former = (await caches.keys()).filter(
        (name) => name.startsWith('atelier-page-') && name !== cacheName,
      );
      const whole = await Promise.all(former.map(isWhole));
      // A page of the version before may be open, and load parts of its own, which the server has no more.
      const before = former.findLast((_, place) => whole[place]);
      for (const name of former) if (name !== before) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

/** Whether an installation did not break off: it puts all files into its cache at once, or none. */
async function isWhole(name) {
  const cache = await caches.open(name);
  return (await cache.keys()).length > 0;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (isPart(url.href)) event.respondWith(kept(request));
});

function isPart(url) {
  const at = (path) => new URL(path, self.location.href).href;
  return url.startsWith(at('assets/')) || files.some((file) => at(file) === url);
}

/** The page as the server has it now; without a network as it was. */
async function page(request) {
  try {
    return isolated(await fetch(request));
  } catch {
    return isolated(await caches.match('./', { cacheName }));
  }
}

/** A file whose name changes with its content: of this version or of the one before. */
async function kept(request) {
  return isolated(
    (await caches.match(request, { cacheName })) ?? (await caches.match(request)) ?? (await fetch(request)),
  );
}

function isolated(response) {
  if (!response.ok || response.headers.has('Cross-Origin-Embedder-Policy')) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
