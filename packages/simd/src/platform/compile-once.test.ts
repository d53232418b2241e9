import { readFileSync } from 'node:fs';
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

test('kernels of another build than the JavaScript are refused', async () => {
  const stamped = (stamp: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.of(...empty, 0, 8 + stamp.length, 7, ...new TextEncoder().encode(`atelier${stamp}`));
  const compile = (bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> =>
    compileOnce(async () => WebAssembly.compile(bytes), 'f00d')(true, undefined);
  expect(await compile(stamped('f00d'))).toBeInstanceOf(WebAssembly.Module);
  await expect(compile(stamped('beef'))).rejects.toThrow(
    "The engine's kernels are of another build of @atelier/simd (beef) than the JavaScript that calls them (f00d): build your program again",
  );
  await expect(compile(empty)).rejects.toThrow('(without a stamp)');
});

test('the build gives both kernels the stamp of its JavaScript', async () => {
  const dist = new URL('../../dist/', import.meta.url);
  const script = readFileSync(new URL('platform/kernels-stamp.js', dist), 'utf8');
  const [, stamp] = /kernelsStamp = '([0-9a-f]{16})'/.exec(script) ?? [];
  expect(stamp).toBeDefined();
  for (const name of ['kernels.wasm', 'kernels.shared.wasm']) {
    const module = await WebAssembly.compile(readFileSync(new URL(name, dist)));
    expect(await compileOnce(async () => module, stamp)(true, undefined)).toBe(module);
  }
});
