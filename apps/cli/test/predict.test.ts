import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { atelier } from './program.ts';
import { trainedFolder } from './trained-folder.ts';

const folder = trainedFolder();

test('predict converts a picture to what the model takes, and says so', async () => {
  // Dark on bright, four times as large: the top third is the drawing.
  const pixels = Buffer.alloc(24 * 20, 255);
  pixels.fill(20, 4 * 20 + 4, 7 * 20);
  await sharp(pixels, { raw: { width: 20, height: 24, channels: 1 } })
    .png()
    .toFile(join(folder, 'drawing.png'));
  const { stdout } = await atelier(folder, 'predict', 'run', 'drawing.png');
  expect(stdout).toContain('drawing.png: predicted');
  expect(stdout).toContain('resized from 20x24 to 5x6');
});

test('predict takes folders; a file that is no picture is named, and the rest goes on', async () => {
  mkdirSync(join(folder, 'pictures', 'more'), { recursive: true });
  const pixels = Buffer.alloc(24 * 20, 255);
  pixels.fill(20, 4 * 20 + 4, 7 * 20);
  const drawing = sharp(pixels, { raw: { width: 20, height: 24, channels: 1 } }).png();
  await drawing.toFile(join(folder, 'pictures', 'more', 'a, "b".png'));
  await drawing.toFile(join(folder, 'two\nlines.png'));
  await drawing.toFile(join(folder, 'pictures', '2.png'));
  const flat = { width: 9, height: 9, channels: 3, background: '#abcdef' } as const;
  await sharp({ create: flat })
    .png()
    .toFile(join(folder, 'pictures', '10.png'));
  writeFileSync(join(folder, 'pictures', '3.png'), 'no picture');
  const csv = await atelier(folder, 'predict', 'run', 'pictures', '--csv');
  expect(csv.code).toBe(2);
  const [head, ...rows] = csv.stdout.trimEnd().split('\n');
  expect(head).toBe('file,class_name,probability,0,1,2');
  expect(rows.map((row) => /^(".*"|[^,]*),\d,0\.\d+/.exec(row)?.[1])).toEqual([
    'pictures/2.png',
    '"pictures/more/a, ""b"".png"',
  ]);
  expect(csv.stderr).toContain('3.png cannot be read as a picture');
  expect(csv.stderr).toContain('10.png: nothing to see');
  const json = await atelier(folder, 'predict', 'run', 'pictures/2.png', '--json', '--top', '2');
  expect(json.code).toBe(0);
  const text = await atelier(folder, 'predict', 'run', 'two\nlines.png');
  expect(text.stdout).toMatch(/^two lines\.png: predicted/);
  expect(text.stderr).toMatch(/^two lines\.png: unlike/);
  // The run was trained on noise.
  expect(json.stderr).toContain('pictures/2.png: unlike the training pictures');
  const line: { top: { className: string }[]; predicted: number } = JSON.parse(json.stdout);
  expect(line.top.map(({ className }) => className)).toHaveLength(2);
  expect(line.top[0]?.className).toBe(String(line.predicted));
});

test('predict takes each picture of a folder once, whatever links and hidden files are in it', async () => {
  const inner = join(folder, 'circles', 'inner');
  mkdirSync(join(inner, '__MACOSX'), { recursive: true });
  const noise = Buffer.from(Array.from({ length: 30 }, (_, at) => (at * 71) % 256));
  const picture = sharp(noise, { raw: { width: 5, height: 6, channels: 1 } }).png();
  for (const name of ['one.png', '._one.png', '__MACOSX/one.png', 'two.jfif']) {
    await picture.toFile(join(inner, name));
  }
  // Followed, they would be 2^40 folders.
  for (const name of ['a', 'b']) symlinkSync(inner, join(inner, name));
  mkdirSync(join(inner, 'c', 'd', 'e', 'f', 'g'), { recursive: true });
  const { code, stdout, stderr } = await atelier(folder, 'predict', 'run', 'circles', '--csv');
  const [, ...rows] = stdout.trimEnd().split('\n');
  expect(rows.map((row) => row.slice(0, row.indexOf(',')))).toEqual([
    'circles/inner/one.png',
    'circles/inner/two.jfif',
  ]);
  expect(stderr).toContain('Links to a folder that they lie in are not followed: "inner/a" and 1 more\n');
  expect(stderr).toContain('Folders this deep are not read: "inner/c/d/e/f"\n');
  expect(code).toBe(0);
});

test('predict says that a run of an earlier version does not know how its pictures lie', async () => {
  cpSync(join(folder, 'run'), join(folder, 'earlier'), { recursive: true });
  const modelFile = join(folder, 'earlier', 'model', 'model.json');
  const { userDefinedMetadata: _, ...model } = JSON.parse(readFileSync(modelFile, 'utf8'));
  writeFileSync(modelFile, JSON.stringify(model));
  const runFile = join(folder, 'earlier', 'run.json');
  const { model: __, ...record } = JSON.parse(readFileSync(runFile, 'utf8'));
  writeFileSync(runFile, JSON.stringify(record));
  const { code, stderr, stdout } = await atelier(folder, 'predict', 'earlier', 'pictures/2.png');
  expect(code).toBe(0);
  expect(stderr).toContain('does not say how its training pictures lie');
  expect(stdout).toContain('inverted');
});
