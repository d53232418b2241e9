import { existsSync } from 'node:fs';
import { userPath } from '../paths.ts';

/** A folder for a new run: `runs/<local time>-<preset>` in the working directory, numbered if that exists. */
export function defaultRunFolder(preset: string, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-');
  const base = userPath(`runs/${day}-${time}-${preset}`);
  let path = base;
  for (let number = 2; existsSync(path); number++) path = `${base}-${number}`;
  return path;
}
