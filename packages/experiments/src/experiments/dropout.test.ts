import { expect, test } from 'vitest';
import { gridOf, readingIn, type World } from '../../test/worlds.ts';
import { dropout } from './dropout.ts';

test('the grid is eight rates', () => {
  expect(gridOf(dropout)).toHaveLength(8);
});

test.each<[reading: string, world: World]>([
  [
    'highest at 0.3 (85.4%, 0.4 points above none, a difference that another seed could reverse)',
    ({ dropout: rate }) => ({ train: 0.99, validation: 0.85 + (rate === 0.3 ? 0.004 : 0) }),
  ],
  [
    'to 8.5 points at a rate of 0.7, not smaller at every step',
    ({ dropout: rate }) => ({ train: 0.9 + rate / 20, validation: 0.85 }),
  ],
  [
    'highest at 0.3 (87.0%, 2.0 points above none)',
    ({ dropout: rate }) => ({ train: 0.99 - rate / 5, validation: 0.85 + (rate === 0.3 ? 0.02 : 0) }),
  ],
  [
    'the claim is not supported here',
    ({ dropout: rate }) => ({ train: 0.99 - rate / 5, validation: 0.85 - rate / 10 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(dropout, world)).toContain(reading);
});
