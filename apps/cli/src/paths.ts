import { resolve } from 'node:path';
import { UsageError } from './errors.ts';

/**
 * The user's working directory. `pnpm --filter cli start` runs the program in its own folder and passes the user's in
 * `INIT_CWD`, which child processes inherit: it counts only under pnpm's or npm's `start`.
 */
export function userFolder(): string {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return INIT_CWD !== undefined && script !== undefined ? INIT_CWD : process.cwd();
}

/**
 * A path as the user typed it, made absolute.
 *
 * @throws UsageError for an empty path, which is likely an unset variable rather than this folder
 */
export function userPath(path: string): string {
  if (path === '') throw new UsageError('A path is empty; write . for this folder');
  return resolve(userFolder(), path);
}
