import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('other programs open the archive', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-zip-'));
  try {
    const archive = await writeZip(files);
    writeFileSync(join(folder, 'own.zip'), new Uint8Array(await archive.arrayBuffer()));
    const script = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist())';
    const said = execFileSync('python3', ['-c', script, join(folder, 'own.zip')], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    expect(said.trim()).toBe("None ['cat/1.png', '狗/1.png']");
    expect(readFileSync(join(folder, 'own.zip')).length).toBe(archive.size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what is no such archive, or damaged, is not read', async () => {
  expect(await readZip(new Blob(['no']))).toBeUndefined();
  const bytes = new Uint8Array(await (await writeZip(files)).arrayBuffer());
  bytes[30 + 9]! ^= 1;
  expect(await readZip(new Blob([bytes]))).toBeUndefined();
  expect(await readZip(new Blob([bytes.subarray(0, 40)]))).toBeUndefined();
});
