import { ABORTED, BARRIER_GENERATION } from '../memory/control.ts';

/** What broke a run: a thread, by its number from 0, or the pool, which was disposed. */
export type Breaker = number | 'disposal';

const DISPOSAL = -1;

/** Makes threads that wait in a barrier of this memory give up, and those that come to one. Returns what broke the run first. */
export function abortThreads(memory: WebAssembly.Memory, breaker: Breaker): Breaker {
  const words = new Int32Array(memory.buffer);
  const code = breaker === 'disposal' ? DISPOSAL : breaker + 1;
  Atomics.compareExchange(words, ABORTED / 4, 0, code);
  Atomics.notify(words, BARRIER_GENERATION / 4);
  return breakerOf(memory) ?? breaker;
}

/** What broke a run over this memory first, if anything did. */
export function breakerOf(memory: WebAssembly.Memory): Breaker | undefined {
  const code = Atomics.load(new Int32Array(memory.buffer), ABORTED / 4);
  if (code === 0) return undefined;
  return code === DISPOSAL ? 'disposal' : code - 1;
}
