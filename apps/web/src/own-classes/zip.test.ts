import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readZip, writeZip } from './zip.ts';

const files = [
  { path: 'cat/1.png', file: new Blob(['meow']) },
  { path: '狗/1.png', file: new Blob([Uint8Array.of(0, 255, 7)]) },
];

test('files come back with their paths and bytes', async () => {
  const found = (await readZip(await writeZip(files))) ?? [];
  expect(found.map(({ path }) => path)).toEqual(['cat/1.png', '狗/1.png']);
  expect(await found[0]?.file.text()).toBe('meow');
  expect(new Uint8Array(await found[1]!.file.arrayBuffer())).toEqual(Uint8Array.of(0, 255, 7));
});

test('the same files give the same bytes', async () => {
  const bytes = async (): Promise<Uint8Array> => new Uint8Array(await (await writeZip(files)).arrayBuffer());
  expect(await bytes()).toEqual(await bytes());
});

test('an archive that another program has compressed is read, without its folders', async () => {
  const archive = zipSync({ cat: { '1.png': new TextEncoder().encode('meow'.repeat(100)) }, dog: {} });
  const found = (await readZip(new Blob([archive]))) ?? [];
  expect(found.map(({ path }) => path)).toEqual(['cat/1.png']);
  expect(await found[0]?.file.text()).toBe('meow'.repeat(100));
});

test('what is no archive, is cut short, or holds too much is not read', async () => {
  expect(await readZip(new Blob(['no']))).toBeUndefined();
  const bytes = new Uint8Array(await (await writeZip(files)).arrayBuffer());
  expect(await readZip(new Blob([bytes.subarray(0, 40)]))).toBeUndefined();
  expect(await readZip(new Blob([bytes.subarray(0, bytes.length - 30)]))).toBeUndefined();
  const large = zipSync({ 'cat/1.png': new Uint8Array(2 ** 20) });
  const view = new DataView(large.buffer);
  // The plain size in the central directory: 4 GiB less one byte.
  const central = large.length - 22 - 46 - 'cat/1.png'.length;
  view.setUint32(central + 24, 0xfffffffe, true);
  expect(await readZip(new Blob([large]))).toBeUndefined();
});
