import { expect, test } from 'vitest';
import { platform } from '#platform';
import { memoryWith } from '../../test/one-call.ts';
import { EngineMemory } from '../memory/engine-memory.ts';
import { breakerOf } from './abort.ts';
import type { ThreadReply, ThreadRequest } from './messages.ts';
import { serveThread } from './serve-thread.ts';

/** What a thread replies to requests that come without a pause between them. */
async function repliesTo(requests: readonly unknown[], count: number): Promise<readonly ThreadReply[]> {
  const replies: ThreadReply[] = [];
  await new Promise<void>((resolve) => {
    const serve = serveThread((reply) => {
      replies.push(reply);
      if (replies.length === count) resolve();
    });
    for (const request of requests) serve(request);
  });
  return replies;
}

async function startRequest(memory = new EngineMemory(4096, true).memory): Promise<ThreadRequest> {
  return { type: 'start', module: await platform.compileKernels(true, undefined), memory, thread: 3 };
}

const run: ThreadRequest = { type: 'run', threads: 1 };

test('a thread takes each request when the one before is done', async () => {
  const start = await startRequest();
  expect(await repliesTo([start, run, { type: 'rest' }, start, run], 4)).toEqual([
    { type: 'started' },
    { type: 'finished' },
    { type: 'started' },
    { type: 'finished' },
  ]);
});

test('a thread at rest has forgotten what it ran, and goes on after an error', async () => {
  const start = await startRequest();
  const refusal = { type: 'failed', message: 'The thread was told to run before it was started' };
  expect(await repliesTo([start, { type: 'rest' }, run, 'nonsense', start], 4)).toEqual([
    { type: 'started' },
    refusal,
    { type: 'failed', message: 'Unknown message' },
    { type: 'started' },
  ]);
});

test('a thread that breaks makes the others give up, and says that it was the one', async () => {
  const memory = memoryWith(-1);
  const replies = await repliesTo([await startRequest(memory), run], 2);
  expect(replies).toEqual([{ type: 'started' }, { type: 'failed', message: 'unreachable' }]);
  expect(breakerOf(memory)).toBe(3);
});
