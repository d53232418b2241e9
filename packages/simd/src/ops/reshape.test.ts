import { expect, test } from 'vitest';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';

test('units may change their shape on the way', async () => {
  const specs = [
    { type: 'rescaling', scale: 1 / 255, offset: 0 },
    { type: 'reshape', shape: [2, 9] },
    { type: 'flatten' },
    { type: 'dense', units: 6, activation: 'tanh' },
    { type: 'reshape', shape: [3, 2] },
    { type: 'flatten' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ] as const;
  expect(await gradientMismatches({ specs, input: [3, 3, 2], classes: 3 })).toEqual([]);
});
