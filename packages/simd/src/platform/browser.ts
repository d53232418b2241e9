import { compileOnce } from './compile-once.ts';
import { loadRemedy } from './load-remedy.ts';
import type { PackageCopy, Platform, RunningWorker } from './platform.ts';
import { reuseWorkers } from './reuse-workers.ts';

export const platform: Platform = {
  folderUrl: (folder) => {
    const base = typeof document === 'undefined' ? globalThis.location.href : document.baseURI;
    return new URL(folder.endsWith('/') ? folder : `${folder}/`, base);
  },
  compileKernels: compileOnce(async (shared, copy) => {
    const url = kernelsUrl(shared, copy);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} for ${url.href}`);
    // Not compileStreaming, which fails on servers that don't know the media type of .wasm.
    return WebAssembly.compile(await response.arrayBuffer());
  }),
  cores: () => navigator.hardwareConcurrency,
  canShareMemory: () => globalThis.crossOriginIsolated,
  canWait: () => {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
      return true;
    } catch {
      return false;
    }
  },
  // With the first run that asks for them: the sooner, the less depends on a page's connection.
  startsAfter: 0,
  startWorker: reuseWorkers(async ({ onMessage, onDeath }, copy): Promise<RunningWorker> => {
    const thread = startThread(copy);
    thread.addEventListener('message', (event: MessageEvent<unknown>) => onMessage(event.data));
    thread.addEventListener('error', (event) =>
      onDeath(new Error(event.message || `its script did not load. ${loadRemedy}`)),
    );
    thread.addEventListener('messageerror', () => onDeath(new Error('a message could not be read')));
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins, threads don't
      post: (message) => thread.postMessage(message),
      async terminate() {
        thread.terminate();
      },
    };
  }),
};

// The addresses are in the form that bundlers recognize, with paths that are valid from src/platform and dist/platform alike.

function kernelsUrl(shared: boolean, copy: PackageCopy): URL {
  if (copy) return new URL(shared ? 'kernels.shared.wasm' : 'kernels.wasm', copy);
  return shared
    ? new URL('../../dist/kernels.shared.wasm', import.meta.url)
    : new URL('../../dist/kernels.wasm', import.meta.url);
}

function startThread(copy: PackageCopy): Worker {
  if (copy) return new Worker(new URL('platform/browser-worker.js', copy), { type: 'module' });
  return new Worker(new URL('../../dist/platform/browser-worker.js', import.meta.url), {
    type: 'module',
    name: 'atelier-simd',
  });
}
