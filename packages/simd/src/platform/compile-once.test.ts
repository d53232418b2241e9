import { expect, test } from 'vitest';
import { compileOnce } from './compile-once.ts';

const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

test('the kernels of each variant are compiled once, also for callers at the same time', async () => {
  const asked: boolean[] = [];
  const compile = compileOnce(async (shared) => {
    asked.push(shared);
    return WebAssembly.compile(empty);
  });
  const [first, second, shared] = await Promise.all([compile(false), compile(false), compile(true)]);
  expect(second).toBe(first);
  expect(shared).not.toBe(first);
  expect(await compile(true)).toBe(shared);
  expect(asked).toEqual([false, true]);
});

test('kernels that did not load are asked for again', async () => {
  let attempts = 0;
  const compile = compileOnce(async () => {
    attempts++;
    if (attempts === 1) throw new Error('no network');
    return WebAssembly.compile(empty);
  });
  await expect(compile(false)).rejects.toThrow('no network');
  expect(await compile(false)).toBeInstanceOf(WebAssembly.Module);
});
