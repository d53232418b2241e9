const cacheName = 'atelier-data';

/** Fetches files, and keeps them in the browser for the next time. Where that is forbidden, nothing is kept. */
export class KeptFiles {
  readonly #keeping: Promise<unknown>[] = [];

  /** A file as it was kept, or from the network. */
  async fetch(url: string, init: RequestInit): Promise<Response> {
    const cache = await openCache();
    const kept = await cache?.match(url);
    if (kept) return kept;
    const response = await fetch(url, init);
    // A full disk is no reason not to train.
    if (cache && response.ok) this.#keeping.push(cache.put(url, response.clone()).catch(() => undefined));
    return response;
  }

  /** Forgets the files: they are not what they should be. */
  async forget(): Promise<void> {
    await Promise.all(this.#keeping);
    if ('caches' in self) await caches.delete(cacheName);
  }
}

async function openCache(): Promise<Cache | undefined> {
  try {
    return 'caches' in self ? await caches.open(cacheName) : undefined;
  } catch {
    return undefined;
  }
}
