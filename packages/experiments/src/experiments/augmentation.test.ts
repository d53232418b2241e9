import { expect, test } from 'vitest';
import { chance, fullData, gridOf, readingIn, type World } from '../../test/worlds.ts';
import { augmentation } from './augmentation.ts';

test('the grid is none, and four kinds of augmentation', () => {
  expect(gridOf(augmentation)).toHaveLength(5);
});

test.each<[reading: string, world: World]>([
  [
    'Beyond what another seed could make, flip and all three help;',
    ({ augment }) => ({ train: 0.95, validation: augment.flip ? 0.855 : 0.85 }),
  ],
  [
    'The best is flip, +0.5 ± 1.2 points, no difference that another seed could not make: none of them helps beyond chance',
    ({ augment }, seed) => ({
      train: 0.95,
      validation: augment.flip ? 0.855 + chance(seed, 0.005) : 0.85,
    }),
  ],
  [
    'the gap of 10.0 ± 0.0 points shrinks with none of them',
    ({ augment }) => ({ train: 0.95, validation: Object.keys(augment).length > 0 ? 0.8 : 0.85 }),
  ],
  ['flip +2.0 ± 0.0 points', ({ augment }) => ({ train: 0.95, validation: augment.flip ? 0.87 : 0.85 })],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(augmentation, world)).toContain(reading);
});

test('what a seed does to both networks is no doubt about their difference', () => {
  const world: World = ({ augment }, seed) => ({
    train: 0.95,
    validation: (augment.flip ? 0.855 : 0.85) + chance(seed, 0.02),
  });
  expect(readingIn(augmentation, world)).toContain('flip +0.5 ± 0.0 points');
});

test('one seed proves nothing', () => {
  const world: World = ({ augment }) => ({ train: 0.95, validation: augment.flip ? 0.89 : 0.85 });
  expect(readingIn(augmentation, world, { ...fullData, seeds: 1 })).toContain(
    'The best is flip, +4.0 points, no difference that another seed could not make',
  );
});
