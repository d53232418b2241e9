import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { userFolder, userPath } from './paths.ts';

test('a path stands from where the user does', () => {
  expect(userPath('a/b')).toBe(resolve(userFolder(), 'a/b'));
  expect(userPath('.')).toBe(userFolder());
});

test('an empty path is a slip, not this folder', () => {
  expect(() => userPath('')).toThrow(UsageError);
});
