import { expect, test } from 'vitest';
import { gridOf, presentIn, readingIn, trained, training, type World } from '../../test/worlds.ts';
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
    '(-5.0 ± 0.0 points) lower it. The best of all is dropout 0.4 with 80.0 ± 0.0%, which is no better than no remedy',
    ({ dropout, l2, augment, data }) => ({
      train: 0.99,
      validation: dropout + l2 > 0 || augment.flip || data.size === null ? 0.8 : 0.85,
    }),
  ],
  [
    'dropout 0.4 (+4.0 ± 0.0 points) and five times the data (+5.0 ± 0.0 points) raise it; of L2 1e-4 (0.0 ± 0.0 points) and augmentation (0.0 ± 0.0 points) no difference that another seed could not make. The best',
    ({ dropout, data }) => ({
      train: 0.99,
      validation: 0.8 + dropout / 10 + (data.size === null ? 0.05 : 0),
    }),
  ],
  [
    'Alone, no remedy closes the gap. The validation accuracy: ',
    ({ dropout, l2, augment, data }) => ({
      train: 0.9,
      validation: dropout + l2 > 0 || augment.flip || data.size === null ? 0.8 : 0.85,
    }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(overfitting, world)).toContain(reading);
});

test('the caption of the curves names what the drawn losses hold', () => {
  const captionWith = (remedy: (task: ReturnType<typeof training>) => boolean): string =>
    presentIn(overfitting, ({ task }) =>
      trained(training(task), { train: 0.99, validation: remedy(training(task)) ? 0.9 : 0.85 }),
    ).figures['curves']!.subtitle!;
  expect(captionWith(({ data }) => data.size === null)).not.toMatch(/penalty|measured with/);
  expect(captionWith(({ l2, dropout }) => l2 > 0 && dropout === 0)).toContain(
    'both losses hold an L2 penalty',
  );
  expect(captionWith(({ l2, dropout }) => l2 === 0 && dropout > 0)).toContain('measured with dropout');
});
