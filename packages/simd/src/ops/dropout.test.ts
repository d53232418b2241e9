import { expect, test } from 'vitest';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';

const pixels = [{ type: 'rescaling', scale: 1 / 255, offset: 0 }, { type: 'flatten' }] as const;
const output = { type: 'dense', units: 3, activation: 'softmax' } as const;

test.each([
  [0.5, 7],
  [0.1, 33],
  [0.9, 12],
])('drops with rate %d the very units of the shared masks, of %i', async (rate, units) => {
  const dropout = { type: 'dropout', rate } as const;
  const specs = [
    ...pixels,
    { type: 'dense', units, activation: 'tanh' },
    dropout,
    { type: 'dense', units: 5, activation: 'relu' },
    dropout,
    output,
  ] as const;
  expect(await gradientMismatches({ specs, input: [3, 4, 1], classes: 3 })).toEqual([]);
  expect(await gradientMismatches({ specs, input: [3, 4, 1], classes: 3, threads: 2 })).toEqual([]);
});

test('drops pixels when it stands before the first dense layer', async () => {
  expect(
    await gradientMismatches({
      specs: [...pixels, { type: 'dropout', rate: 0.3 }, output],
      input: [5, 3, 1],
      classes: 3,
    }),
  ).toEqual([]);
});

test('a rate of 0 turns dropout off', async () => {
  expect(
    await gradientMismatches({
      specs: [...pixels, { type: 'dropout', rate: 0 }, output],
      input: [5, 3, 1],
      classes: 3,
    }),
  ).toEqual([]);
});
