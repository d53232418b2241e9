import { expect, test } from 'vitest';
import { anyOutcome, chance, fullData, presentIn, trained, training } from '../../test/worlds.ts';
import { Results } from '../results.ts';
import type { SubNetworksOutcome } from '../tasks/sub-networks.ts';
import { ensemble } from './ensemble.ts';

function reading(
  { mean, long }: { mean: number; long: number },
  parts: (seed: number, rate: number) => Partial<SubNetworksOutcome> = () => ({}),
): string {
  return presentIn(ensemble, (trial) => {
    const { task, seed } = trial;
    if (task.kind === 'train') return trained(task, { train: 0.9, validation: 0, test: long });
    if (task.kind === 'ensemble') {
      return {
        kind: 'ensemble',
        singles: [0.85, 0.87, 0.86, 0.86, 0.86],
        mean: [0, 0, 0, 0, mean],
        vote: [0, 0, 0, 0, mean - 0.002],
        parameters: 1,
      };
    }
    const outcome = anyOutcome(trial);
    if (outcome.kind !== 'sub-networks' || task.kind !== 'sub-networks') throw new Error('another kind');
    return { ...outcome, ...parts(seed, task.network.dropout) };
  }).reading.join('\n');
}

test('the ensemble is compared with one network that is trained as long', () => {
  expect(reading({ mean: 0.88, long: 0.87 })).toContain('one network, with or without dropout, does not do');
  expect(reading({ mean: 0.88, long: 0.88 })).toContain(
    'at equal training the ensemble has no lead that holds',
  );
});

test('the whole network is compared with the average of its parts', () => {
  expect(reading({ mean: 0.88, long: 0.87 })).toContain('the whole acts like the average of its parts');
  expect(reading({ mean: 0.88, long: 0.87 }, () => ({ average: 0.85 }))).toContain(
    'the whole is not the average of its parts',
  );
});

test('co-adaptation is told only beyond chance', () => {
  expect(reading({ mean: 0.88, long: 0.87 })).toContain('dropout keeps units from adapting to each other');
  const unsure = reading({ mean: 0.88, long: 0.87 }, (seed, rate) => ({
    correlation: rate > 0 ? 0.25 + chance(seed, 0.1) : 0.3,
  }));
  expect(unsure).toContain('neither shown nor refuted');
});

test('single networks train as long as the ensemble’s members together', () => {
  const tasks = ensemble
    .plan({ ...fullData, epochs: 2, seeds: 1 }, new Results([]))
    .map(({ task }) =>
      task.kind === 'ensemble' ? task.member : task.kind === 'sub-networks' ? task.network : training(task),
    );
  expect(tasks.map(({ epochs, dropout }) => [epochs, dropout])).toEqual([
    [2, 0],
    [10, 0],
    [10, 0.2],
    [10, 0.4],
    [2, 0.4],
    [2, 0],
  ]);
});
