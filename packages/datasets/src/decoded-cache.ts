import { join } from 'node:path';
import { cacheFolderOf, type CachePlace } from './cache-folder.ts';
import { dataCache } from './data-cache.ts';
import type { DataCache } from './formats/format.ts';

/** Where what was decoded is kept, beside the data sets that are fetched. */
export function decodedCache(place: CachePlace, onNotice?: (message: string) => void): DataCache {
  return dataCache(join(cacheFolderOf(place), 'decoded'), onNotice);
}
