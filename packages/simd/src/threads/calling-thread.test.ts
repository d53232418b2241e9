import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { platform } from '#platform';
import { memoryWith } from '../../test/one-call.ts';
import { BARRIER_GENERATION } from '../memory/control.ts';
import { BARRIER } from '../opcodes.ts';
import type { RunningWorker, WorkerEvents } from '../platform/platform.ts';
import { abortThreads, breakerOf } from './abort.ts';
import { joinRun } from './joining.ts';
import { ThreadPool } from './thread-pool.ts';

/** A pool of the calling thread and workers that start, and each do one of `runs` where they should run. */
function poolWith(
  memory: WebAssembly.Memory,
  ...runs: readonly ((events: WorkerEvents) => void)[]
): Promise<ThreadPool> {
  let started = 0;
  const startWorker = async (events: WorkerEvents): Promise<RunningWorker> => {
    const run = runs[started++];
    return {
      post(message) {
        if (typeof message !== 'object' || message === null || !('type' in message)) return;
        if (message.type === 'start') events.onMessage({ type: 'started' });
        if (message.type === 'run') run?.(events);
      },
      terminate: async () => {},
    };
  };
  return ThreadPool.start(memory, runs.length + 1, undefined, { ...platform, startWorker });
}

test('the calling thread and its workers meet at barriers, again and again', async () => {
  for (const threads of [2, 5]) {
    const pool = await ThreadPool.start(memoryWith(BARRIER), threads);
    for (let run = 0; run < 50; run++) await pool.run();
    await pool.dispose();
  }
});

test('a worker that breaks during a run fails it by its own error, though others give up before it tells', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await poolWith(
    memory,
    ({ onMessage }) => {
      joinRun(memory);
      setTimeout(() => onMessage({ type: 'failed', message: 'unreachable' }), 5);
    },
    ({ onMessage }) => {
      joinRun(memory);
      abortThreads(memory, 2);
      setTimeout(() => onMessage({ type: 'failed', message: 'out of bounds' }), 10);
    },
  );
  await expect(pool.run()).rejects.toThrow('Thread 3 of 3 of the simd engine died: out of bounds');
  await expect(pool.run()).rejects.toThrow('Make a new session');
});

test('a worker that ends before it takes part fails the run: the calling thread does not wait in a barrier', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await poolWith(memory, ({ onDeath }) => {
    setTimeout(() => onDeath(new Error('it ended with code 1')), 5);
  });
  await expect(pool.run()).rejects.toThrow('Thread 2 of 2 of the simd engine died: it ended with code 1');
});

test('a worker that ends when all have finished but the calling thread fails the run', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await poolWith(memory, ({ onMessage, onDeath }) => {
    joinRun(memory);
    onMessage({ type: 'finished' });
    onDeath(new Error('it ended with code 1'));
  });
  await expect(pool.run()).rejects.toThrow('Thread 2 of 2 of the simd engine died: it ended with code 1');
});

test('a thread that passes a barrier beside which the memory was overwritten breaks the run', async () => {
  const memory = memoryWith(BARRIER);
  const pool = await poolWith(memory, () => {
    joinRun(memory);
    // While the calling thread waits in the barrier, its generation becomes one that no release gives.
    const intruder = new Worker(
      `const { workerData: memory } = require('node:worker_threads');
       setTimeout(() => Atomics.store(new Int32Array(memory.buffer), ${BARRIER_GENERATION / 4}, 7), 20);`,
      { eval: true, workerData: memory },
    );
    intruder.unref();
  });
  await expect(pool.run()).rejects.toThrow('Thread 1 of 2 of the simd engine died: unreachable');
});

test('a calling thread that breaks fails the run, though the others have finished', async () => {
  const memory = memoryWith(-1);
  const pool = await poolWith(memory, ({ onMessage }) => {
    joinRun(memory);
    onMessage({ type: 'finished' });
  });
  await expect(pool.run()).rejects.toThrow('Thread 1 of 2 of the simd engine died: unreachable');
  expect(breakerOf(memory)).toBe(0);
});

test('of threads that all break, the first one is named', async () => {
  for (let run = 0; run < 5; run++) {
    const memory = memoryWith(-1);
    const pool = await ThreadPool.start(memory, 3);
    const error: unknown = await pool.run().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain(`Thread ${Number(breakerOf(memory)) + 1} of 3`);
  }
});
