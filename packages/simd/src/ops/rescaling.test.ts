import { expect, test } from 'vitest';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';

const output = { type: 'dense', units: 3, activation: 'softmax' } as const;

test.each([
  ['pixels from -1 to 1, where no byte is 0', { scale: 1 / 127.5, offset: -1 }],
  ['an offset that makes byte 51 the zero', { scale: 1 / 255, offset: -0.2 }],
  ['negative', { scale: -1 / 255, offset: 1 }],
])('pixels may be rescaled to %s', async (_, { scale, offset }) => {
  const specs = [{ type: 'rescaling', scale, offset } as const, { type: 'flatten' } as const, output];
  expect(await gradientMismatches({ specs, input: [9, 8, 1], classes: 3 })).toEqual([]);
});

test('rescalings of pixels and of units add up', async () => {
  const specs = [
    { type: 'rescaling', scale: 1 / 255, offset: 0 },
    { type: 'rescaling', scale: 2, offset: 0.5 },
    { type: 'flatten' },
    { type: 'dense', units: 6 },
    { type: 'rescaling', scale: 3, offset: 1 },
    output,
  ] as const;
  expect(await gradientMismatches({ specs, input: [3, 3, 1], classes: 3 })).toEqual([]);
});
