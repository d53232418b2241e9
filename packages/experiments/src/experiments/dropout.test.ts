import { expect, test } from 'vitest';
import { chance, gridOf, presentIn, readingIn, trained, training, type World } from '../../test/worlds.ts';
import { dropout } from './dropout.ts';

test('the grid is eight rates', () => {
  expect(gridOf(dropout)).toHaveLength(8);
});

test.each<[reading: string, world: World]>([
  [
    'highest at 0.3 (85.4 ± 1.2%, +0.4 ± 1.2 points against none, no difference that another seed could not make); none, 0.1, 0.2, 0.4, 0.5, 0.6 and 0.7 cannot be told apart from it',
    ({ dropout: rate }, seed) => ({
      train: 0.99,
      validation: 0.85 + (rate === 0.3 ? 0.004 + chance(seed, 0.005) : 0),
    }),
  ],
  [
    'to 8.5 ± 0.0 points at a rate of 0.7, not smaller at every step',
    ({ dropout: rate }) => ({ train: 0.9 + rate / 20, validation: 0.85 }),
  ],
  [
    'highest at 0.3 (87.0 ± 0.0%, +2.0 ± 0.0 points against none). At 0.7',
    ({ dropout: rate }) => ({ train: 0.99 - rate / 5, validation: 0.85 + (rate === 0.3 ? 0.02 : 0) }),
  ],
  [
    'the claim is not supported by the accuracy',
    ({ dropout: rate }) => ({ train: 0.99 - rate / 5, validation: 0.85 - rate / 10 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(dropout, world)).toContain(reading);
});

test('the loss is told and drawn beside the accuracy', () => {
  const { reading, figures } = presentIn(dropout, ({ task }) => {
    const outcome = trained(training(task), { train: 0.99, validation: 0.85 });
    const loss = training(task).dropout === 0.4 ? 0.42 : 0.56;
    return { ...outcome, validation: { loss, accuracy: 0.85 } };
  });
  expect(reading[1]).toContain('from 0.560 ± 0.000 without dropout to 0.420 ± 0.000 at 0.4');
  expect(Object.keys(figures)).toEqual(['accuracy', 'loss']);
});
