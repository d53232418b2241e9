import { expect, test } from 'vitest';
import { EngineMemory } from './engine-memory.ts';

test('memory grows with what is asked for, and says what does not fit', () => {
  const memory = new EngineMemory(1000 * 64, false);
  const address = memory.allocate(300_000, 'The images');
  expect(address).toBe(64_000);
  expect(memory.bytes(address, 300_000).every((byte) => byte === 0)).toBe(true);
  expect(memory.memory.buffer.byteLength).toBe(6 * 65_536);
  expect(() => memory.allocate(2 ** 31, 'The images')).toThrow(
    'The images take 2048 MB; the engine has 2048 MB of 2048 MB left. Unload other data, or train on a part',
  );
});

test('a plan that is too large is refused', () => {
  expect(() => new EngineMemory(2 ** 31 + 1, false)).toThrow(
    'The model and its batch need 2049 MB; the engine has 2048 MB',
  );
});
