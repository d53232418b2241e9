import { engineModel, useWasmBackend } from '@atelier/training';
import { describe, expect, test, vi } from 'vitest';
import { platform } from '#platform';
import { baseConfig } from '../../test/base-config.ts';
import { modelOf } from '../../test/reference.ts';
import { simdEngine } from '../index.ts';
import { EngineMemory } from '../memory/engine-memory.ts';
import type { Platform, RunningWorker, WorkerEvents } from '../platform/platform.ts';
import { reuseWorkers } from '../platform/reuse-workers.ts';
import { ThreadPool } from './thread-pool.ts';

interface FakeWorker {
  readonly events: WorkerEvents;
  /** What it was sent, by type, and `terminated`. */
  readonly log: unknown[];
  reply(type: 'started' | 'finished'): void;
}

/** Workers that only note what is done to them, all threads of a pool; `begin` may fail in the place of the nth, or change it. */
function fakeHost(begin: (nth: number, worker: RunningWorker) => RunningWorker = (_, worker) => worker) {
  const workers: FakeWorker[] = [];
  const startWorker: Platform['startWorker'] = async (events) => {
    const log: unknown[] = [];
    const nth = workers.length;
    workers.push({ events, log, reply: (type) => events.onMessage({ type }) });
    return begin(nth, {
      post: (message) =>
        log.push(typeof message === 'object' && message && 'type' in message && message.type),
      terminate: async () => void log.push('terminated'),
    });
  };
  return { workers, host: { ...platform, canWait: () => false, startsAfter: 0, startWorker } };
}

function fail(message: string): never {
  throw new Error(message);
}

function smallMemory(): WebAssembly.Memory {
  return new EngineMemory(4096, true).memory;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

const remedy = 'Use fewer: simdEngine({ threads: 1 }), or --threads 1';

describe('threads start', () => {
  test('in the background, when they are asked for and there is enough work for them', async () => {
    const { host, workers } = fakeHost();
    const pool = await ThreadPool.create(smallMemory(), 2, undefined, host);
    await sleep(0);
    expect([pool.ready(1), workers.length]).toEqual([true, 0]);
    expect(pool.ready(2)).toBe(false);
    await sleep(0);
    expect(workers.map(({ log }) => log)).toEqual([['start'], ['start']]);
    for (const worker of workers) worker.reply('started');
    await sleep(0);
    expect(pool.ready(2)).toBe(true);
    await pool.dispose();

    const patient = fakeHost();
    const later = await ThreadPool.create(smallMemory(), 2, undefined, {
      ...patient.host,
      startsAfter: Infinity,
    });
    await later.run(1);
    expect([later.ready(1), later.ready(2)]).toEqual([true, false]);
    expect(patient.workers).toEqual([]);
    await later.dispose();
  });

  test('once; until they are ready, the calling one works alone', async () => {
    const startWorker = vi.fn(platform.startWorker);
    const host = { ...platform, startWorker, startsAfter: 0 };
    const pool = await ThreadPool.create(smallMemory(), 3, undefined, host);
    pool.ready(3);
    await pool.run(1);
    expect(startWorker).toHaveBeenCalledTimes(2);
    while (!pool.ready(3)) await sleep(1);
    await pool.run(3);
    expect(startWorker).toHaveBeenCalledTimes(2);
    await pool.dispose();
  });
});

test('threads start though the calling one only awaits runs', async () => {
  const pool = await ThreadPool.create(smallMemory(), 2, undefined, { ...platform, startsAfter: 0 });
  const until = performance.now() + 10_000;
  while (!pool.ready(2) && performance.now() < until) await pool.run(1);
  expect(pool.ready(2)).toBe(true);
  await pool.dispose();
});

test('threads do not start after their pool was disposed', async () => {
  const { host, workers } = fakeHost();
  const pool = await ThreadPool.create(smallMemory(), 2, undefined, { ...host, startsAfter: 0.001 });
  await pool.dispose();
  expect(pool.ready(2)).toBe(false);
  await expect(pool.run(2)).rejects.toThrow('disposed');
  expect(workers).toEqual([]);
});

describe('threads that do not start', () => {
  test.each<readonly [string, (nth: number, worker: RunningWorker) => RunningWorker]>([
    ['cannot be created', (nth, worker) => (nth === 1 ? fail('no more threads') : worker)],
    [
      'cannot be told to start',
      (nth, worker) => (nth === 1 ? { ...worker, post: () => fail('no more threads') } : worker),
    ],
  ])('because one %s, fail the pool with a remedy, and the others are ended', async (_, begin) => {
    const { host, workers } = fakeHost(begin);
    const start = ThreadPool.start(smallMemory(), 3, undefined, host);
    const error = await start.catch((reason: unknown) => reason);
    expect(error).toEqual(
      new Error(`Thread 2 of 3 of the simd engine did not start: no more threads. ${remedy}`),
    );
    expect(error).toHaveProperty('cause.cause.message', 'no more threads');
    for (const worker of [workers[0], workers[2]]) expect(worker?.log).toContain('terminated');
  });

  test.each<readonly [string, (worker: FakeWorker) => void]>([
    ['died', ({ events }) => events.onDeath(new Error('no more memory'))],
    ['answered so', ({ events }) => events.onMessage({ type: 'failed', message: 'no more memory' })],
  ])('because one %s, end with the others, without a disposal', async (_, happen) => {
    const { host, workers } = fakeHost();
    const start = ThreadPool.start(smallMemory(), 2, undefined, host);
    await sleep(0);
    happen(workers[0]!);
    await expect(start).rejects.toThrow(
      `Thread 1 of 2 of the simd engine did not start: no more memory. ${remedy}`,
    );
    expect(workers.map(({ log }) => log)).toEqual([
      expect.arrayContaining(['terminated']),
      expect.arrayContaining(['terminated']),
    ]);
  });

  test('because one died before the next was there, end too', async () => {
    const { host, workers } = fakeHost((nth, worker) => {
      if (nth === 1) workers[0]?.events.onDeath(new Error('it ended with code 1'));
      return worker;
    });
    await expect(ThreadPool.start(smallMemory(), 2, undefined, host)).rejects.toThrow('Thread 1 of 2');
    for (const { log } of workers) expect(log).toContain('terminated');
  });

  test('because the kernels are not theirs, say so', async () => {
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    const host = { ...platform, compileKernels: async () => WebAssembly.compile(empty) };
    await expect(ThreadPool.start(smallMemory(), 2, undefined, host)).rejects.toThrow('rebuild the package');
  });

  test('are done without where nobody fixed their number: a warning says why, once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { host } = fakeHost((nth, worker) => (nth === 1 ? fail('no more threads') : worker));
    const pool = await ThreadPool.create(smallMemory(), 2, undefined, host);
    for (let run = 0; run < 3; run++) {
      expect(pool.ready(2)).toBe(false);
      await sleep(0);
      await pool.run(1);
    }
    expect(warn.mock.calls).toEqual([
      ['Thread 2 of 2 of the simd engine did not start: no more threads. The calling thread goes on alone'],
    ]);
    await pool.dispose();
    warn.mockRestore();
  });
});

describe('threads that are starting when their pool is disposed', () => {
  test('are ended where they cannot be taken over', async () => {
    const { host, workers } = fakeHost();
    const pool = await ThreadPool.create(smallMemory(), 2, undefined, host);
    pool.ready(2);
    await pool.dispose();
    expect(workers.map(({ log }) => log.at(-1))).toEqual(['terminated', 'terminated']);
    await expect(pool.run(2)).rejects.toThrow('disposed');
  });

  test('go over to the next one, which waits for its own start', async () => {
    const { host, workers } = fakeHost();
    const reusing = { ...host, startWorker: reuseWorkers(host.startWorker) };
    const first = await ThreadPool.create(smallMemory(), 2, undefined, reusing);
    first.ready(2);
    await sleep(0);
    await first.dispose();
    const second = await ThreadPool.create(smallMemory(), 2, undefined, reusing);
    second.ready(2);
    await sleep(0);
    expect(workers).toHaveLength(2);
    for (const { log } of workers) expect(log).toEqual(['start', 'rest', 'start']);
    for (const worker of workers) worker.reply('started');
    await sleep(0);
    expect(second.ready(2)).toBe(false);
    for (const worker of workers) worker.reply('started');
    await sleep(0);
    expect(second.ready(2)).toBe(true);
    await second.dispose();
  });

  test('work for the next one, though they had not yet started', async () => {
    const workers: RunningWorker[] = [];
    const startWorker = reuseWorkers(async (events, copy) => {
      const worker = await platform.startWorker(events, copy);
      workers.push(worker);
      return worker;
    });
    const host = { ...platform, canWait: () => false, startsAfter: 0, startWorker };
    const first = await ThreadPool.create(smallMemory(), 2, undefined, host);
    first.ready(2);
    await sleep(0);
    await first.dispose();
    const second = await ThreadPool.start(smallMemory(), 2, undefined, host);
    await second.run();
    expect(workers).toHaveLength(2);
    await Promise.all(workers.map((worker) => worker.terminate()));
  });
});

test('a session that cannot be prepared ends its threads', async () => {
  await useWasmBackend();
  const ended: Promise<void>[] = [];
  const start = platform.startWorker;
  const spy = vi.spyOn(platform, 'startWorker').mockImplementation(async (events, copy) => {
    const worker = await start(events, copy);
    const terminate = (): Promise<void> => {
      ended.push(worker.terminate());
      return ended.at(-1)!;
    };
    return { post: (message) => worker.post(message), terminate };
  });
  const model = modelOf([{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }], [2, 2, 1]);
  const prepared = engineModel(model);
  model.dispose();
  await expect(simdEngine({ threads: 3 }).prepare(prepared, baseConfig)).rejects.toThrow('disposed');
  expect(ended).toHaveLength(2);
  spy.mockRestore();
});
