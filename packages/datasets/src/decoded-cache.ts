import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { dataCache } from './data-cache.ts';
import { type Environment, nodeEnvironment } from './environment.ts';
import type { DataCache } from './formats/format.ts';

interface Place {
  readonly cacheFolder?: string | undefined;
  readonly environment?: Partial<Environment> | undefined;
}

/** Where what was decoded is kept, beside the data sets that are fetched. */
export function decodedCache(
  { cacheFolder: chosen, environment }: Place,
  onNotice?: (message: string) => void,
): DataCache {
  const folder = chosen ?? cacheFolder({ ...nodeEnvironment(), ...environment });
  return dataCache(join(folder, 'decoded'), onNotice);
}
