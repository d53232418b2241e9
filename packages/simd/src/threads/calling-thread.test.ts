import { expect, test } from 'vitest';
import { platform } from '#platform';
import { BARRIER_PATIENCE, RUN_PROGRAM, RUN_PROGRAM_END, RUN_STEPS } from '../memory/control.ts';
import { EngineMemory } from '../memory/engine-memory.ts';
import { BARRIER } from '../opcodes.ts';
import type { RunningWorker, WorkerEvents } from '../platform/platform.ts';
import { abortThreads } from './abort.ts';
import { ThreadPool } from './thread-pool.ts';

const PROGRAM = 1024;

/** A memory with one step of one kernel call without arguments. */
function memoryWith(call: number): WebAssembly.Memory {
  const { memory } = new EngineMemory(4096, true);
  const words = new Int32Array(memory.buffer);
  words.set([call, 8], PROGRAM / 4);
  words[RUN_PROGRAM / 4] = PROGRAM;
  words[RUN_PROGRAM_END / 4] = PROGRAM + 8;
  words[RUN_STEPS / 4] = 1;
  return memory;
}

/** A pool of the calling thread and a worker that starts, and does `run` where it should run. */
function poolOfTwo(memory: WebAssembly.Memory, run: (events: WorkerEvents) => void): Promise<ThreadPool> {
  const startWorker = async (events: WorkerEvents): Promise<RunningWorker> => ({
    post(message) {
      if (typeof message !== 'object' || message === null || !('type' in message)) return;
      if (message.type === 'start') events.onMessage({ type: 'started' });
      if (message.type === 'run') run(events);
    },
    terminate: async () => {},
  });
  return ThreadPool.start(memory, 2, undefined, { ...platform, startWorker });
}

test('the calling thread and a worker meet at barriers, again and again', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await ThreadPool.start(memory, 2);
  for (let run = 0; run < 50; run++) await pool.run();
  await pool.dispose();
});

test('a worker that breaks during a run fails it by its own error, though the calling thread waits for it', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await poolOfTwo(memory, ({ onMessage }) => {
    abortThreads(memory);
    setTimeout(() => onMessage({ type: 'failed', message: 'out of bounds' }), 5);
  });
  await expect(pool.run()).rejects.toThrow('Thread 2 of 2 of the simd engine died: out of bounds');
  await expect(pool.run()).rejects.toThrow('Make a new session');
});

test('a worker that ends without a word fails the run when the calling thread has lost patience', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await poolOfTwo(memory, ({ onDeath }) => {
    setTimeout(() => onDeath(new Error('it ended with code 1')));
  });
  new Int32Array(memory.buffer)[BARRIER_PATIENCE / 4] = 1;
  await expect(pool.run()).rejects.toThrow('Thread 2 of 2 of the simd engine died: it ended with code 1');
});

test('a calling thread that breaks fails the run, and does not leave the workers waiting', async () => {
  const memory = memoryWith(-1);
  const pool = await poolOfTwo(memory, () => {});
  await expect(pool.run()).rejects.toThrow('Thread 1 of 2 of the simd engine died: unreachable');
});

test('threads that break tell each other', async () => {
  const pool = await ThreadPool.start(memoryWith(-1), 2);
  await expect(pool.run()).rejects.toThrow(/Thread [12] of 2 of the simd engine died: unreachable/);
});
