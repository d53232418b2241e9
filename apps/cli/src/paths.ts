import { resolve } from 'node:path';

/**
 * Where the user stands. `pnpm --filter cli start` runs the program in its own folder and tells the user's in
 * `INIT_CWD`, which outlives into programs that are started from there: it counts only under pnpm's or npm's `start`.
 */
export function userFolder(): string {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return INIT_CWD !== undefined && script !== undefined ? INIT_CWD : process.cwd();
}

/** A path as the user typed it, made absolute. */
export function userPath(path: string): string {
  return resolve(userFolder(), path);
}
