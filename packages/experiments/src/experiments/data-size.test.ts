import { expect, test } from 'vitest';
import { chance, flat, gridOf, readingIn, type World } from '../../test/worlds.ts';
import { dataSize } from './data-size.ts';

test('the grid is five sizes', () => {
  expect(gridOf(dataSize)).toHaveLength(5);
});

test.each<[reading: string, world: World]>([
  ['higher with every size', ({ data }) => ({ train: 0.95, validation: 0.7 + Math.log10(data.limit) / 25 })],
  [
    'not higher with every size, and the gap to the training accuracy from 10.0 points to 9.5 points.\nThe last step, from 30,000 images, brings 0.5 ± 1.2 points, no difference that another seed could not make.',
    ({ data }, seed) => ({
      train: 0.95,
      validation: data.limit === 60_000 ? 0.855 + chance(seed, 0.005) : 0.85,
    }),
  ],
  ['brings 0.0 ± 0.0 points, no difference that another seed could not make', flat],
  [
    'brings -1.0 ± 0.0 points: more images do not help',
    ({ data }) => ({ train: 0.95, validation: data.limit === 60_000 ? 0.84 : 0.85 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(dataSize, world)).toContain(reading);
});
