import { expect, test } from 'vitest';
import { gridOf, readingIn, type World } from '../../test/worlds.ts';
import { overfitting } from './overfitting.ts';

test('the grid is seven trials', () => {
  expect(gridOf(overfitting)).toHaveLength(7);
});

test.each<[reading: string, world: World]>([
  [
    'its validation loss is lowest after epoch 2 (0.400) and ends at 0.700',
    ({ dropout }) => ({ train: 0.99, validation: dropout > 0 ? 0.88 : 0.85, rise: 0.3 }),
  ],
  [
    'none of the 4 remedies raises the validation accuracy; the best of all is dropout 0.4 with 80.0%, which is no better than no remedy',
    ({ dropout, l2, augment, data }) => ({
      train: 0.99,
      validation: dropout + l2 > 0 || augment.flip || data.size === null ? 0.8 : 0.85,
    }),
  ],
  [
    '2 of the 4 remedies raise the validation accuracy: dropout 0.4 by 4.0 points and five times the data by 5.0 points; the best',
    ({ dropout, data }) => ({
      train: 0.99,
      validation: 0.8 + dropout / 10 + (data.size === null ? 0.05 : 0),
    }),
  ],
  [
    'Alone, no remedy closes the gap, and none',
    ({ dropout, l2, augment, data }) => ({
      train: 0.9,
      validation: dropout + l2 > 0 || augment.flip || data.size === null ? 0.8 : 0.85,
    }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(overfitting, world)).toContain(reading);
});
