import { expect, test } from 'vitest';
import { compileOnce } from './compile-once.ts';

const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

test('the kernels of each variant are compiled once, also for callers at the same time', async () => {
  const asked: boolean[] = [];
  const compile = compileOnce(async (shared) => {
    asked.push(shared);
    return WebAssembly.compile(empty);
  });
  const [first, second, shared] = await Promise.all([
    compile(false, undefined),
    compile(false, undefined),
    compile(true, undefined),
  ]);
  expect(second).toBe(first);
  expect(shared).not.toBe(first);
  expect(await compile(true, undefined)).toBe(shared);
  const copy = await compile(true, new URL('file:///copy/'));
  expect(copy).not.toBe(shared);
  expect(await compile(true, new URL('file:///copy/'))).toBe(copy);
  expect(asked).toEqual([false, true, true]);
});

test('kernels that did not load are asked for again', async () => {
  let attempts = 0;
  const compile = compileOnce(async () => {
    attempts++;
    if (attempts === 1) throw new Error('no network');
    return WebAssembly.compile(empty);
  });
  await expect(compile(false, undefined)).rejects.toThrow(
    "The engine's kernels did not load: no network. If your bundler leaves it out, copy the folder dist of @atelier/simd",
  );
  expect(await compile(false, undefined)).toBeInstanceOf(WebAssembly.Module);
});
