import { renderSvg } from '@atelier/plotting';
import { expect, test } from 'vitest';
import {
  chance,
  flat,
  fullData,
  gridOf,
  oneSeedDiverges,
  presentIn,
  rateOf,
  readingIn,
  type World,
} from '../../test/worlds.ts';
import { optimizers } from './optimizers.ts';

test('the grid is four optimizers at six rates', () => {
  expect(gridOf(optimizers)).toHaveLength(4 * 6);
});

test.each<[reading: string, world: World]>([
  [
    '0.8 ± 1.2 points apart, no difference that another seed could not make, with adam first (87.8%): most of what looked like a better optimizer was a better rate',
    (task, seed) => ({
      train: 0.9,
      validation:
        task.optimizer.name === 'adam' ? 0.878 : rateOf(task) > -1.6 ? 0.87 + chance(seed, 0.005) : 0.7,
    }),
  ],
  [
    '8.0 ± 0.0 points apart, with adam first (88.0%): some of what looked',
    (task) => ({
      train: 0.9,
      validation: task.optimizer.name === 'adam' ? 0.88 : rateOf(task) > -1.6 ? 0.8 : 0.75,
    }),
  ],
  ['the rate does not explain the difference', flat],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(optimizers, world)).toContain(reading);
});

test('no number that is NaN is drawn or said when a seed diverges', async () => {
  const { reading, figures } = presentIn(optimizers, oneSeedDiverges, { ...fullData, seeds: 2 });
  expect(reading.join('\n')).not.toMatch(/NaN|Infinity/);
  for (const figure of Object.values(figures)) expect(await renderSvg(figure)).not.toContain('NaN');
});
