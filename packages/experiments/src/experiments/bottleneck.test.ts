import { expect, test } from 'vitest';
import {
  fullData,
  anyOutcome,
  flat,
  gridOf,
  hiddenOf,
  presentIn,
  readingIn,
  trained,
  training,
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
    'From 8 units on the median of the validation accuracy is within 1 point', // Wide enough is what stays so.
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

test('the figure has a dot for each seed, on an axis from 0 to 1', () => {
  const { figures } = presentIn(bottleneck, anyOutcome, { ...fullData, seeds: 2 });
  const points = [1, 2, 4, 8, 32].flatMap((units) => [0.9, 0.91].map((value) => [units, value]));
  expect(figures['accuracy']).toMatchObject({
    y: { domain: [0, 1] },
    series: [{ name: 'training', mark: 'dots', points }, {}, {}],
  });
});

test('the table has the median, the range, and how many seeds let a signal through', () => {
  const { table } = presentIn(bottleneck, ({ task, seed }) => {
    const dead = training(task).hidden[1] === 1 && seed === 0;
    return trained(training(task), dead ? { train: 0.1, validation: 0.1 } : { train: 0.8, validation: 0.7 });
  });
  expect(table.rows[0]).toEqual([
    '64, 1, 64',
    '51,083',
    '80.0% (10.0 to 80.0)',
    '70.0% (10.0 to 70.0)',
    '2 / 3',
  ]);
});
