import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';

test('is the SHA-256 of Node, for texts of any length', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.integer({ min: 0, max: 300 }).map((length) => 'a'.repeat(length)),
  );
  fc.assert(
    fc.property(text, (each) => {
      expect(sha256(each)).toBe(createHash('sha256').update(each).digest('hex'));
    }),
  );
});
