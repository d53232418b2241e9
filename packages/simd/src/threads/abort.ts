import { ABORTED, BARRIER_GENERATION } from '../memory/control.ts';

/** Makes threads that wait in a barrier of this memory give up, and those that come to one. */
export function abortThreads(memory: WebAssembly.Memory): void {
  const words = new Int32Array(memory.buffer);
  Atomics.store(words, ABORTED / 4, 1);
  Atomics.notify(words, BARRIER_GENERATION / 4);
}

/** Whether `abortThreads` was called for this memory, by any thread. */
export function aborted(memory: WebAssembly.Memory): boolean {
  return Atomics.load(new Int32Array(memory.buffer), ABORTED / 4) !== 0;
}
