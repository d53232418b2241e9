import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { atelier, filesIn } from './program.ts';
import { trainedFolder } from './trained-folder.ts';

const folder = trainedFolder();

test('plot overlays runs', async () => {
  const { code, stdout } = await atelier(folder, 'plot', 'run', 'run/../run', '--out', 'overlay');
  expect(code).toBe(0);
  expect(filesIn(join(folder, 'overlay'))).toEqual([
    'accuracy.png',
    'accuracy.svg',
    'loss.png',
    'loss.svg',
    'reliability.png',
    'reliability.svg',
  ]);
  expect(stdout).toContain(join(folder, 'overlay', 'loss.svg'));
});

test('data info and data show describe the data', async () => {
  const { stdout } = await atelier(folder, 'data', 'info', '--data', 'data');
  expect(stdout).toContain('300 training and 60 test images of 6x5x1');
  const shown = await atelier(folder, 'data', 'show', '--data', 'data', '--count', '3');
  expect(shown.stdout.split('\n').filter((line) => line.trim() !== '')).toHaveLength(4);
  await atelier(folder, 'data', 'show', '--data', 'data', '--out', 'grid.png');
  expect((await sharp(join(folder, 'grid.png')).metadata()).format).toBe('png');
});

test('data show takes a class as it is written, and where there is none so, in capitals or not', async () => {
  const rows = Array.from({ length: 5 }, () => 'A,0,0,0,255\na,255,0,0,0\nb,9,9,9,9\n');
  writeFileSync(join(folder, 'letters.csv'), rows.join(''));
  const shown = async (name: string): Promise<string | undefined> => {
    const args = ['--data', 'letters.csv', '--class', name, '--count', '1'];
    return (await atelier(folder, 'data', 'show', ...args)).stdout.trimEnd().split('\n').at(-1);
  };
  expect([await shown('a'), await shown('A'), await shown('B')]).toEqual(['a', 'A', 'b']);
});

test('data fetch does not say of data of one’s own that they were verified', async () => {
  const { code, stdout } = await atelier(folder, 'data', 'fetch', 'data');
  expect(code).toBe(0);
  expect(stdout).toMatch(/: read, not fetched or verified, from .*data\n$/);
});

test('presets lists every model', async () => {
  const { stdout } = await atelier(folder, 'presets');
  for (const name of ['softmax', 'mlp-32', 'mlp-128', 'mlp-deep']) expect(stdout).toContain(name);
});
