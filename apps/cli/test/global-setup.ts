import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { atelier, temporaryFolder, writeTinyDataset } from './program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with `data` and a `run` on them, which tests read or copy. */
    readonly trained: string;
  }
}

/** Trains once for all tests that only look at a run. */
export default async function trainOnce(project: TestProject): Promise<() => void> {
  const folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  const options = ['--data', 'data', '--epochs', '8', '--seed', '3', '--out', 'run'];
  const { code, stderr } = await atelier(folder, 'train', ...options);
  if (code !== 0) throw new Error(`There is no run to test with; is the program built? ${stderr}`);
  project.provide('trained', folder);
  return () => rmSync(folder, { recursive: true });
}
