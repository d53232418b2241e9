import { expect, test } from 'vitest';
import { gridOf, readingIn, type World } from '../../test/worlds.ts';
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
    'closer to what they have on their folds than to the network trained on all images: what',
    ({ data }) => ({
      train: 0.9,
      validation: 0.88,
      test: data.validation.kind === 'fold' ? 0.878 : 0.89,
    }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(crossValidation, world)).toContain(reading);
});
