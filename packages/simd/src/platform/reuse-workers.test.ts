import { expect, test } from 'vitest';
import type { Platform, RunningWorker, WorkerEvents } from './platform.ts';
import { reuseWorkers } from './reuse-workers.ts';

/** Workers that only count what is done to them. */
function countingHost(): {
  start: Platform['startWorker'];
  started: { readonly events: WorkerEvents; readonly log: unknown[] }[];
} {
  const started: { readonly events: WorkerEvents; readonly log: unknown[] }[] = [];
  return {
    started,
    async start(events): Promise<RunningWorker> {
      const log: unknown[] = [];
      started.push({ events, log });
      return {
        post: (message) => log.push(message),
        terminate: async () => void log.push('terminated'),
      };
    },
  };
}

const events = (): WorkerEvents & { readonly heard: unknown[] } => {
  const heard: unknown[] = [];
  return {
    heard,
    onMessage: (message) => heard.push(message),
    onDeath: ({ message }) => heard.push(message),
  };
};

test('a worker that was released is told to rest and taken over; its messages go to the new owner', async () => {
  const { start, started } = countingHost();
  const startWorker = reuseWorkers(start);
  const [first, second] = [events(), events()];
  const worker = await startWorker(first, undefined);
  await worker.release?.();
  await startWorker(second, undefined);
  expect(started).toHaveLength(1);
  started[0]?.events.onMessage('finished');
  expect(started[0]?.log).toEqual([{ type: 'rest' }]);
  expect(first.heard).toEqual([]);
  expect(second.heard).toEqual(['finished']);
});

test('a worker of another copy of the package is not taken over', async () => {
  const { start, started } = countingHost();
  const startWorker = reuseWorkers(start);
  const worker = await startWorker(events(), undefined);
  await worker.release?.();
  await startWorker(events(), new URL('file:///copy/'));
  expect(started).toHaveLength(2);
});

test('a worker that is in use, was ended, or died while it was idle is not taken over', async () => {
  const { start, started } = countingHost();
  const startWorker = reuseWorkers(start);
  const ended = await startWorker(events(), undefined);
  const idle = await startWorker(events(), undefined);
  await ended.terminate();
  await idle.release?.();
  started[1]?.events.onDeath(new Error('out of memory'));
  await startWorker(events(), undefined);
  expect(started).toHaveLength(3);
  expect(started[0]?.log).toEqual(['terminated']);
});

test('what a worker still owed its former owners is heard by nobody', async () => {
  const { start, started } = countingHost();
  const startWorker = reuseWorkers(start);
  const owners = [events(), events(), events()];
  for (const owner of owners) {
    const worker = await startWorker(owner, undefined);
    worker.post('start');
    if (owner !== owners[2]) await worker.release?.();
  }
  for (const reply of ['first', 'second', 'third']) started[0]?.events.onMessage(reply);
  expect(started).toHaveLength(1);
  expect(owners.map(({ heard }) => heard)).toEqual([[], [], ['third']]);
});
