import { expect, test } from 'vitest';
import { fullData, gridOf, readingIn, type World } from '../../test/worlds.ts';
import { augmentation } from './augmentation.ts';

test('the grid is none, and four kinds of augmentation', () => {
  expect(gridOf(augmentation)).toHaveLength(5);
});

test.each<[reading: string, world: World]>([
  [
    'The best, flip, reaches 85.5%, a gain that another seed could reverse;',
    ({ augment }) => ({ train: 0.95, validation: augment.flip ? 0.855 : 0.85 }),
  ],
  [
    'the gap of 10.0 points shrinks with none of them',
    ({ augment }) => ({ train: 0.95, validation: Object.keys(augment).length > 0 ? 0.8 : 0.85 }),
  ],
  ['flip +2.0 points', ({ augment }) => ({ train: 0.95, validation: augment.flip ? 0.87 : 0.85 })],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(augmentation, world)).toContain(reading);
});

test('the reading says so when nothing helps', () => {
  const world: World = ({ augment }) => ({
    train: 0.95,
    validation: Object.keys(augment).length > 0 ? 0.84 : 0.85,
  });
  expect(readingIn(augmentation, world)).toContain('None of them helps on new images');
});

test('of few images a larger gain is needed to mean something', () => {
  const world: World = ({ augment }) => ({ train: 0.95, validation: augment.flip ? 0.89 : 0.85 });
  const readingOf = (limit: number): string => readingIn(augmentation, world, { ...fullData, limit });
  expect(readingOf(60_000)).toContain('The best, flip, reaches 89.0%;');
  // Of 333 held-out images, 4 points are 13.
  expect(readingOf(2000)).toContain('The best, flip, reaches 89.0%, a gain that another seed could reverse;');
});
