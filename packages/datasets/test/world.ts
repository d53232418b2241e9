import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Environment } from '../src/environment.ts';

/** A temporary folder, removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-datasets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface World {
  readonly root: string;
  readonly cacheFolder: string;
  readonly environment: Partial<Environment>;
  /** Milliseconds of each requested pause. No test waits for them. */
  readonly pauses: number[];
}

/** A machine with an empty home, no data and no apt-get. The network is real, but tests use only local servers. */
export async function emptyWorld(): Promise<World> {
  const root = await temporaryFolder();
  const pauses: number[] = [];
  return {
    root,
    cacheFolder: join(root, 'cache'),
    pauses,
    environment: {
      home: join(root, 'home'),
      platform: 'linux',
      variables: {},
      systemFolder: join(root, 'system'),
      async sleep(ms, signal) {
        signal?.throwIfAborted();
        pauses.push(ms);
      },
      async run(command) {
        throw Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT' });
      },
    },
  };
}

/** All files below a folder, relative to it, sorted. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
