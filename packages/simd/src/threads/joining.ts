import { JOINED } from '../memory/control.ts';

/** Milliseconds that the calling thread looks again and again: one that slept would have to be woken on a core that is free. */
const LOOKING = 1;
/** Milliseconds that it sleeps at most before its event loop has a turn, in which the death of a worker is reported. */
const SLEEPING = 100;

/** Before the workers are told to run. */
export function expectWorkers(memory: WebAssembly.Memory): void {
  Atomics.store(new Int32Array(memory.buffer), JOINED / 4, 0);
}

/** A worker takes part in the run: from here on, it goes on to its end or breaks it. */
export function joinRun(memory: WebAssembly.Memory): void {
  const words = new Int32Array(memory.buffer);
  Atomics.add(words, JOINED / 4, 1);
  Atomics.notify(words, JOINED / 4);
}

/** Waits until `count` workers have joined, for a tenth of a second at most. Returns whether they have. */
export function haveJoined(memory: WebAssembly.Memory, count: number): boolean {
  const words = new Int32Array(memory.buffer);
  const end = performance.now() + LOOKING;
  while (performance.now() < end) {
    for (let look = 0; look < 100; look++) if (Atomics.load(words, JOINED / 4) >= count) return true;
  }
  for (;;) {
    const joined = Atomics.load(words, JOINED / 4);
    if (joined >= count) return true;
    if (Atomics.wait(words, JOINED / 4, joined, SLEEPING) === 'timed-out') return false;
  }
}
