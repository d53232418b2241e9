import { isAbsolute, join, posix, resolve, win32 } from 'node:path';
import { type Environment, nodeEnvironment } from './environment.ts';

/**
 * Where fetched data sets are kept, a folder for each: `ATELIER_CACHE` if it is set, otherwise the platform's
 * convention (`$XDG_CACHE_HOME/atelier/datasets` or `~/.cache/atelier/datasets`,
 * `~/Library/Caches/atelier/datasets`, `%LOCALAPPDATA%\atelier\Cache\datasets`).
 */
export function cacheFolder({
  variables,
  platform,
  home,
}: Pick<Environment, 'variables' | 'platform' | 'home'>): string {
  const chosen = variables['ATELIER_CACHE'];
  if (chosen !== undefined && chosen !== '') return join(resolve(chosen), 'datasets');
  if (platform === 'win32') {
    const local = variables['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local');
    return win32.join(local, 'atelier', 'Cache', 'datasets');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'atelier', 'datasets');
  // The XDG specification: a relative path is invalid and is ignored.
  const xdg = variables['XDG_CACHE_HOME'];
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : posix.join(home, '.cache');
  return posix.join(base, 'atelier', 'datasets');
}

/** What says where a cache is. */
export interface CachePlace {
  /**
   * Where fetched data sets are kept, a folder for each.
   *
   * @default `ATELIER_CACHE`, or the platform's cache folder for `atelier`, and in it `datasets`
   */
  readonly cacheFolder?: string | undefined;
  /** For tests: replaces the network, the clock, environment variables and other programs. */
  readonly environment?: Partial<Environment> | undefined;
}

/** The folder that was chosen, or the platform's. */
export function cacheFolderOf({ cacheFolder: chosen, environment }: CachePlace): string {
  return chosen ?? cacheFolder({ ...nodeEnvironment(), ...environment });
}
