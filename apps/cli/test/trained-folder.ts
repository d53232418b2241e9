import { cpSync } from 'node:fs';
import { inject } from 'vitest';
import { temporaryFolder } from './program.ts';

/** A folder with `data` and a `run` on them, for a test file to change. */
export function trainedFolder(): string {
  const folder = temporaryFolder();
  cpSync(inject('trained'), folder, { recursive: true });
  return folder;
}
