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

test('data fetch does not say of data of one’s own that they were verified', async () => {
  const { code, stdout } = await atelier(folder, 'data', 'fetch', 'data');
  expect(code).toBe(0);
  expect(stdout).toMatch(/: read, not fetched or verified, from .*data\n$/);
});

test('presets lists every model', async () => {
  const { stdout } = await atelier(folder, 'presets');
  for (const name of ['softmax', 'mlp-32', 'mlp-128', 'mlp-deep']) expect(stdout).toContain(name);
});
