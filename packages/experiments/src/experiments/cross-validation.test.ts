import { expect, test } from 'vitest';
import { chance, gridOf, readingIn, type World } from '../../test/worlds.ts';
import { crossValidation } from './cross-validation.ts';

test('the grid is five folds and the whole', () => {
  expect(gridOf(crossValidation)).toHaveLength(5 + 1);
});

test.each<[reading: string, world: World]>([
  [
    'cross-validation predicts the test accuracy',
    ({ data }) => ({
      train: 0.9,
      validation: 0.85 + (data.validation.kind === 'fold' ? data.validation.index / 100 : 0.02),
      test: 0.87,
    }),
  ],
  [
    'does not predict the test accuracy to that precision',
    () => ({ train: 0.9, validation: 0.88, test: 0.87 }),
  ],
  [
    '-1.00 ± 0.00 points against what they have on their folds: the test images are a little harder. The network trained on all images changes that by +2.00 ± 0.00 points.',
    ({ data }) => ({
      train: 0.9,
      validation: 0.88,
      test: data.validation.kind === 'fold' ? 0.87 : 0.89,
    }),
  ],
  [
    'changes that by +0.60 ± 4.97 points, no difference that another seed could not make.',
    ({ data }, seed) => ({
      train: 0.9,
      validation: 0.88,
      test: data.validation.kind === 'fold' ? 0.87 : 0.876 + chance(seed, 0.02),
    }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(crossValidation, world)).toContain(reading);
});
