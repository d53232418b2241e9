import { compileOnce } from './compile-once.ts';
import type { Platform, RunningWorker, WorkerEvents } from './platform.ts';

// The addresses stand in the very form that bundlers look for, by paths that hold from src/platform and dist/platform alike.
export const platform: Platform = {
  compileKernels: compileOnce(async (shared) => {
    const url = shared
      ? new URL('../../dist/kernels.shared.wasm', import.meta.url)
      : new URL('../../dist/kernels.wasm', import.meta.url);
    const response = await fetch(url);
    if (!response.ok)
      throw new Error(`The engine's kernels did not load: ${response.status} for ${url.href}`);
    // Not compileStreaming, which fails on servers that don't know the media type of .wasm.
    return WebAssembly.compile(await response.arrayBuffer());
  }),
  cores: () => navigator.hardwareConcurrency,
  canShareMemory: () => globalThis.crossOriginIsolated,
  async startWorker({ onMessage, onDeath }: WorkerEvents): Promise<RunningWorker> {
    const thread = new Worker(new URL('../../dist/platform/browser-worker.js', import.meta.url), {
      type: 'module',
      name: 'atelier-simd',
    });
    thread.addEventListener('message', (event: MessageEvent<unknown>) => onMessage(event.data));
    thread.addEventListener('error', (event) => onDeath(new Error(event.message || 'it did not load')));
    thread.addEventListener('messageerror', () => onDeath(new Error('a message could not be read')));
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins, threads don't
      post: (message) => thread.postMessage(message),
      async terminate() {
        thread.terminate();
      },
    };
  },
};
