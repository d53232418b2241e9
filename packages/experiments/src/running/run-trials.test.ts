import { expect, test } from 'vitest';
import { scriptedWorker, temporaryFolder, trialOf } from '../../test/scripted.ts';
import { runTrials, type TrialEvent } from './run-trials.ts';

async function eventsOf(
  units: readonly number[],
  workers: number,
  signal?: AbortSignal,
): Promise<TrialEvent[]> {
  const events: TrialEvent[] = [];
  await runTrials(
    units.map((each) => trialOf(each)),
    {
      workers,
      startWorker: scriptedWorker(temporaryFolder()),
      onEvent: (event) => events.push(event),
      ...(signal && { signal }),
    },
  );
  return events;
}

const labelsOf = (events: readonly TrialEvent[], type: TrialEvent['type']): string[] =>
  events.filter((event) => event.type === type).map(({ trial }) => trial.label);

test('every trial runs once, whatever the number of workers', async () => {
  for (const workers of [1, 2, 5]) {
    const events = await eventsOf([1, 2, 3, 4], workers);
    expect(labelsOf(events, 'trial-end').toSorted()).toEqual(
      [1, 2, 3, 4].map((units) => `${units} units, seed 0`),
    );
    expect(labelsOf(events, 'trial-progress')).toHaveLength(4);
  }
});

test('a trial that fails is tried once more after the others, and then left out', async () => {
  const events = await eventsOf([13, 1, 2], 1);
  expect(events.map(({ type, trial }) => `${type} ${trial.label.split(' ')[0]}`)).toEqual([
    'trial-begin 13',
    'trial-failed 13',
    'trial-begin 1',
    'trial-progress 1',
    'trial-end 1',
    'trial-begin 2',
    'trial-progress 2',
    'trial-end 2',
    'trial-begin 13',
    'trial-failed 13',
  ]);
  expect(events.flatMap((event) => (event.type === 'trial-failed' ? [event.retry] : []))).toEqual([
    true,
    false,
  ]);
  expect(events[1]).toMatchObject({ reason: 'thirteen units' });
});

test('a worker that dies is replaced, and its trial tried again', async () => {
  const events = await eventsOf([14, 1], 1);
  expect(events.find(({ type }) => type === 'trial-failed')).toMatchObject({
    reason: 'the worker died: it ended with exit code 3',
    retry: true,
  });
  expect(labelsOf(events, 'trial-end')).toEqual(['1 units, seed 0', '14 units, seed 0']);
});

test('aborting ends workers at once, and reports nothing of their trials', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 300);
  const events = await eventsOf([15, 15, 1], 2, abort.signal);
  expect(labelsOf(events, 'trial-begin').length).toBeGreaterThan(0);
  expect(labelsOf(events, 'trial-failed')).toEqual([]);
  expect(labelsOf(events, 'trial-end')).toEqual([]);
});
