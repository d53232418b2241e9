import { expect, test } from 'vitest';
import {
  fullData,
  anyOutcome,
  flat,
  gridOf,
  hiddenOf,
  presentIn,
  readingIn,
  type World,
} from '../../test/worlds.ts';
import { bottleneck } from './bottleneck.ts';

test('the grid begins with the widths of the narrow layer', () => {
  expect(hiddenOf(gridOf(bottleneck)).slice(0, 5)).toEqual([1, 2, 4, 8, 32].map((units) => `64-${units}-64`));
});

test.each<[reading: string, world: World]>([
  [
    'the narrow layer costs 38.8 points',
    ({ hidden }) => ({ train: 0.9 - 0.4 / hidden[1]!, validation: 0.85 - 0.4 / hidden[1]! }),
  ],
  [
    'From 8 units on the validation accuracy is within 1 point', // Wide enough is what stays so.
    ({ hidden }) => ({ train: 0.9, validation: [1, 4].includes(hidden[1]!) ? 0.7 : 0.85 }),
  ],
  ['costs nothing, against the claim', flat],
  [
    'No signal gets through a single unit (10.0% of the validation images are classified correctly, no more than by chance)',
    ({ hidden }) => (hidden[1] === 1 ? { train: 0.1, validation: 0.1 } : { train: 0.9, validation: 0.85 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(bottleneck, world)).toContain(reading);
});

test('the figure shows the range over the seeds', () => {
  const { figures } = presentIn(bottleneck, anyOutcome, { ...fullData, seeds: 2 });
  const spread = [1, 2, 4, 8, 32].map(() => [0.9, 0.91]);
  expect(figures['accuracy']).toMatchObject({ series: [{ name: 'training', spread }, {}] });
});
