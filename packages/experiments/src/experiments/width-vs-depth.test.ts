import { expect, test } from 'vitest';
import { gridOf, hiddenOf, readingIn, type World } from '../../test/worlds.ts';
import { widthVsDepth } from './width-vs-depth.ts';

test('the grid is seven widths and five depths, one layer of 64 once', () => {
  const grid = gridOf(widthVsDepth);
  expect(grid).toHaveLength(7 + 5 - 1);
  expect(hiddenOf(grid).at(-1)).toBe('64-64-64-64-64');
});

test.each<[reading: string, world: World]>([
  [
    'depth fits the training images better, as claimed',
    ({ hidden }) => ({ train: 0.8 + hidden.length / 50, validation: 0.8 }),
  ],
  [
    '+1.4 points (2 × 64), +0.9 points (3 × 64), +0.4 points (4 × 64) and 0.0 points (5 × 64)',
    ({ hidden }) => ({
      train: hidden.length === 1 ? 0.6 + 0.05 * Math.log2(hidden[0]!) : 0.92,
      validation: 0.8,
    }),
  ],
  [
    'that is +0.3 points on average: a difference that another seed could reverse, so the claim',
    ({ hidden }) => ({ train: hidden.length === 2 || hidden.length === 4 ? 0.905 : 0.9, validation: 0.8 }),
  ],
  [
    'that is -5.0 points on average: the claim that depth fits the training images better is not supported here',
    ({ hidden }) => ({ train: 0.9 - hidden.length / 50, validation: 0.8 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(widthVsDepth, world)).toContain(reading);
});
