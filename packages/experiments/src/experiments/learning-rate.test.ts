import { renderSvg } from '@atelier/plotting';
import { expect, test } from 'vitest';
import {
  flat,
  fullData,
  gridOf,
  oneSeedDiverges,
  presentIn,
  rateOf,
  readingIn,
  trained,
  training,
  type World,
} from '../../test/worlds.ts';
import { learningRate } from './learning-rate.ts';

test('the grid is seven rates for each of two optimizers', () => {
  expect(gridOf(learningRate)).toHaveLength(2 * 7);
});

test.each<[reading: string, world: World]>([
  [
    'own best span 0.1 alone for SGD and 1e-4 to 0.01 for Adam, within 10 points 0.01 to 1 for SGD and 1e-5 to 1 for Adam: by the first measure Adam is the more robust, by 2 powers of ten, by the second Adam is the more robust, by 3 powers of ten',
    (task) => {
      const distance = Math.abs(rateOf(task) - (task.optimizer.name === 'sgd' ? -1 : -3));
      const slope = task.optimizer.name === 'sgd' ? 0.099 : 0.028;
      return { train: 0.9, validation: 0.88 - slope * distance };
    },
  ],
  [
    'span 0.001 to 10 for SGD and 0.001 alone for Adam, within 10 points 0.001 to 10 for SGD and 0.001 to 10 for Adam: by the first measure SGD, not Adam, is the more robust, by 4 powers of ten, by the second Adam is no more robust than SGD', // Adam misses the first measure at one rate by half a point.
    (task) => ({
      train: 0.9,
      validation:
        task.optimizer.name === 'adam' && rateOf(task) === -2 ? 0.845 : rateOf(task) > -4 ? 0.88 : 0.5,
    }),
  ],
  [
    'does best with 1e-5 (75.0 ± 0.0% validation accuracy), has 75.0% at 1e-5, and ends at 45.0% at 10: the claim that both ends fail is not supported here',
    ({ optimizer }) => ({ train: 0.9, validation: 0.5 - Math.log10(optimizer.learningRate) / 20 }),
  ],
  ['the claim that both ends fail is not supported here', flat],
  ['Adam is no more robust than SGD', flat],
  [
    'Adam is the more robust, by a power of ten. Taken alone, 2 of 3 seeds would call Adam the more robust by the first measure, 3 of 3 seeds by the second.',
    ({ optimizer }, seed) => {
      const { name, learningRate: rate } = optimizer;
      const validation = rate === (name === 'sgd' ? 0.1 : 0.001) ? 0.88 : 0.5;
      const near = seed === 0 ? 0.835 : 0.86;
      return { train: 0.9, validation: name === 'adam' && rate === 0.01 ? near : validation };
    },
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(learningRate, world)).toContain(reading);
});

test('the reading counts a seed that diverges', async () => {
  const { table, reading, figures } = presentIn(learningRate, oneSeedDiverges, { ...fullData, seeds: 2 });
  expect(table.rows[6]).toEqual(['SGD', '10', 'none', '49.0 ± 495.5%', 'divergent']);
  expect(reading[0]).toBe(
    'SGD does best with 1e-4 (88.0 ± 0.0% validation accuracy; 0.001, 0.01, 0.1, 1 and 10 cannot be told apart from it), has only come to 50.0% at 1e-5, and at 10 its loss became infinite: a small rate is slow, a large one fails.',
  );
  expect(reading[2]).toContain('span 1e-4 to 1 for SGD and 1e-4 to 1 for Adam');
  for (const figure of Object.values(figures)) expect(await renderSvg(figure)).not.toContain('NaN');
});

test('the table has the mean loss over the seeds', () => {
  const { table } = presentIn(
    learningRate,
    ({ task, seed }) => ({
      ...trained(training(task), flat(training(task), 0)),
      train: { loss: 0.2 + seed, accuracy: 0.9 },
    }),
    { ...fullData, seeds: 2 },
  );
  expect(table.rows[0]![2]).toBe('0.700 ± 6.353');
});

test('the caption names the rates whose curves end early, and only those', () => {
  const subtitleOf = (outcomeOf: Parameters<typeof presentIn>[1]): string =>
    presentIn(learningRate, outcomeOf, { ...fullData, epochs: 3, seeds: 2 }).figures['sgd-curves']!.subtitle!;
  expect(subtitleOf(oneSeedDiverges)).toContain("; at 10 a seed's loss became infinite");
  expect(subtitleOf(({ task }) => trained(training(task), flat(training(task), 0)))).not.toContain(
    'infinite',
  );
});
