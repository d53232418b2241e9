import { expect, test } from 'vitest';
import { chance, gridOf, hiddenOf, readingIn, type World } from '../../test/worlds.ts';
import { widthVsDepth } from './width-vs-depth.ts';

test('the grid is six widths and four depths, one layer of 16 once, with true and with shuffled labels', () => {
  const grid = gridOf(widthVsDepth);
  expect(grid).toHaveLength(2 * (6 + 4 - 1));
  expect(hiddenOf(grid).at(-1)).toBe('16-16-16-16');
});

test.each<[reading: string, world: World]>([
  [
    'that layers raise the capacity more than units is supported here',
    ({ hidden }) => ({ train: 0.8 + hidden.length / 50, validation: 0.8 }),
  ],
  [
    'that layers raise the capacity more than units is not supported here',
    ({ hidden }) => ({ train: 0.9 - hidden.length / 50, validation: 0.8 }),
  ],
  [
    'on average +2.0 ± 12.4 points, no difference that another seed could not make: that layers raise the capacity more than units is not supported',
    ({ hidden }, seed) => ({
      train: hidden.length === 1 ? 0.8 : 0.82 + chance(seed, 0.05),
      validation: 0.8,
    }),
  ],
  [
    'From 1 × 8 to 1 × 256 that is +50.0 ± 0.0 points: that units alone help little is not supported',
    ({ hidden }) => ({ train: 0.1 + Math.log2(hidden[0]!) / 10, validation: 0.8 }),
  ],
  [
    'that units alone help little is supported here',
    ({ hidden }) => ({ train: 0.9 + hidden[0]! / 1e5, validation: 0.8 }),
  ],
  [
    'More layers, shuffled labels: one layer of 16 fits 99.5% already, and nothing is left to gain: these labels cannot tell layers from units.',
    () => ({ train: 0.995, validation: 0.8 }),
  ],
  [
    '1 × 256 (85.3%); 4 × 16 has 80.8%, +4.5 ± 0.0 points between them.',
    ({ hidden }) => ({ train: 1, validation: 0.8 + (hidden.length === 1 ? hidden[0]! : 38.4) / 4800 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(widthVsDepth, world)).toContain(reading);
});
