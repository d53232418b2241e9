import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { compileOnce } from './compile-once.ts';
import type { PackageCopy, Platform, RunningWorker, WorkerEvents } from './platform.ts';

/** Built files, by a path that is valid from src/platform and dist/platform alike. */
const dist = new URL('../../dist/', import.meta.url);

export const platform: Platform = {
  folderUrl: (folder) =>
    folder.startsWith('file:')
      ? new URL(folder.endsWith('/') ? folder : `${folder}/`)
      : pathToFileURL(`${resolve(folder)}/`),
  compileKernels: compileOnce(async (shared, copy = dist) =>
    WebAssembly.compile(await readFile(new URL(shared ? 'kernels.shared.wasm' : 'kernels.wasm', copy))),
  ),
  cores: availableParallelism,
  canShareMemory: () => true,
  canWait: () => true,
  // About as long as it takes.
  startsAfter: 50,
  async startWorker({ onMessage, onDeath }: WorkerEvents, copy: PackageCopy = dist): Promise<RunningWorker> {
    const worker = new URL('platform/node-worker.js', copy);
    // No inherited flags: a test runner's loaders are not needed in a kernel thread.
    const thread = new Worker(worker, { name: 'atelier-simd', execArgv: [], env: {} });
    let ending = false;
    thread.on('message', (message: unknown) => {
      // A thread's last message must not let the process end before the code that waits for it has run.
      if (!ending) thread.unref();
      onMessage(message);
    });
    thread.on('error', onDeath);
    thread.on('messageerror', onDeath);
    thread.on('exit', (code) => onDeath(new Error(`it ended with code ${code}`)));
    return {
      // Only a working thread keeps the process alive, not one that was never disposed.
      post(message) {
        thread.ref();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins, threads don't
        thread.postMessage(message);
      },
      async terminate() {
        ending = true;
        await thread.terminate();
      },
    };
  },
};
