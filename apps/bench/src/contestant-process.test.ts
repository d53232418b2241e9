import { describe, expect, test } from 'vitest';
import { fakeContestant } from '../test/fake-contestant.ts';
import { ContestantProcess } from './contestant-process.ts';

describe('ContestantProcess', () => {
  test('gets ready, trains an epoch a request, and ends', async () => {
    const contestant = new ContestantProcess(fakeContestant('answer'));
    expect(await contestant.ready()).toEqual({ type: 'ready', software: 'fake', details: 'none' });
    expect(await contestant.epoch()).toEqual({ type: 'epoch', seconds: 1, loss: 0.5 });
    expect(await contestant.epoch()).toEqual({ type: 'epoch', seconds: 2, loss: 0.25 });
    await contestant.end();
    await contestant.end();
  });

  test.each([
    ['tells the last line of stderr when it ends early', 'complain', 'Error: no such library'],
    ['tells the exit code when it ends without a word', 'quit', 'exit 3'],
    ['tells what it says instead', 'chat', 'Expected a message, found: Hello'],
    ['reports the wrong message', 'hurry', 'Expected ready, found epoch'],
  ] as const)('%s', async (_, behaviour, message) => {
    const contestant = new ContestantProcess(fakeContestant(behaviour));
    await expect(contestant.ready()).rejects.toThrow(new Error(message));
    await contestant.end();
  });

  test.runIf(process.platform === 'linux')('tells its memory as long as it runs', async () => {
    const contestant = new ContestantProcess(fakeContestant('answer'));
    await contestant.ready();
    expect(contestant.peakMemory).toBeGreaterThan(1e6);
    await contestant.end();
    expect(contestant.peakMemory).toBeUndefined();
  });

  test('reports a missing program', async () => {
    const contestant = new ContestantProcess({ file: '/nowhere/python3', args: [], env: {} });
    await expect(contestant.ready()).rejects.toThrow(new Error('spawn /nowhere/python3 ENOENT'));
    expect(contestant.peakMemory).toBeUndefined();
    await contestant.end();
  });
});
