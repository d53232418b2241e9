import { expect, test } from 'vitest';
import { base64 } from './base64.ts';

test.each([[[]], [[1]], [[2, 0, 3]], [[24_575, 2]], [[24_577, 1, 49_151]]])(
  'parts of %j bytes are what Node makes of them in one piece',
  (lengths) => {
    const parts = lengths.map((length) => Uint8Array.from({ length }, (_, at) => (at * 7 + length) % 256));
    expect(base64(parts)).toBe(Buffer.concat(parts).toString('base64'));
  },
);
