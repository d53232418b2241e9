import { expect, test } from 'vitest';
import { chance, gridOf, presentIn, readingIn, trained, training, type World } from '../../test/worlds.ts';
import { normalization } from './normalization.ts';

test('the grid is seven rates, each with and without', () => {
  expect(gridOf(normalization)).toHaveLength(14);
});

test('the reading gives the best rate and the range around it', () => {
  const world: World = ({ layers = '', optimizer: { learningRate } }) => ({
    train: 0.9,
    validation: layers.includes('norm') || learningRate <= 0.01 ? 0.85 + learningRate / 10 : 0.1,
  });
  const reading = readingIn(normalization, world);
  expect(reading).toContain(
    'Without batch normalization the best rate is 0.01 with 85.1 ± 0.0% on new images; rates from 3e-4 to 0.01 come',
  );
  expect(reading).toContain(
    'With it the best rate is 0.3 with 88.0 ± 0.0% on new images; rates from 3e-4 to 0.3 come',
  );
});

test('the reading says what normalization changes at either end, and where chance could do the same', () => {
  const world: World = ({ layers = '', optimizer: { learningRate } }, seed) => ({
    train: 0.9,
    validation:
      (layers.includes('norm') ? 0.8 : 0.7) +
      (learningRate === 0.3 && !layers.includes('norm') ? chance(seed, 0.1) : 0),
  });
  expect(readingIn(normalization, world)).toContain(
    'Batch normalization changes the accuracy at 3e-4 by +10.0 ± 0.0 points; at 0.3 by +10.0 ± 24.8 points, no difference that another seed could not make.',
  );
});

test('rates that diverge are counted, and are not the best', () => {
  const { reading, table } = presentIn(normalization, ({ task }) => {
    const own = training(task);
    const outcome = trained(own, { train: 0.9, validation: 0.85 });
    return own.optimizer.learningRate > 0.05 ? { ...outcome, status: 'diverged' } : outcome;
  });
  expect(reading[0]).toContain('rates from 3e-4 to 0.03');
  expect(reading[0]).toContain('2 of 7 rates diverge with one of the seeds.');
  expect(table.rows.at(-1)).toEqual(['0.3', 'diverged', 'diverged']);
});
