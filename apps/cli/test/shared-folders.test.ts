import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSchema } from '@atelier/runs/record';
import { atelier, readJson } from './program.ts';
import { start, strays, untilEpoch } from './started.ts';
import { trainedFolder } from './trained-folder.ts';

const recipe = ['train', 'softmax', '--data', 'data', '--batch-size', '30', '--quiet', '--out'];

const folder = trainedFolder();

test('six plots into one folder at once all succeed, and what a killed one left goes', async () => {
  const out = join(folder, 'plots');
  await atelier(folder, 'plot', 'run', '--out', out, '--quiet');
  const left = ['loss.svg.5e.tmp', 'accuracy.png.6f.tmp', 'notes.tmp'].map((name) => join(out, name));
  for (const path of left) {
    writeFileSync(path, 'left');
    utimesSync(path, 1e9, 1e9);
  }
  const young = join(out, 'loss.png.7a.tmp');
  writeFileSync(young, 'of another that is at work');
  const all = await Promise.all(
    Array.from({ length: 6 }, async () => atelier(folder, 'plot', 'run', '--out', out, '--quiet')),
  );
  for (const outcome of all) expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readdirSync(out).toSorted()).toEqual(
    [
      ...['accuracy', 'loss', 'reliability'].flatMap((name) => [`${name}.png`, `${name}.svg`]),
      'loss.png.7a.tmp',
      'notes.tmp',
    ].toSorted(),
  );
  expect(statSync(join(out, 'loss.png')).size).toBeGreaterThan(0);
});

test('a history.csv that has another name elsewhere keeps its content there', async () => {
  const run = join(folder, 'run');
  const other = join(folder, 'other-name.csv');
  linkSync(join(run, 'history.csv'), other);
  const before = readFileSync(other, 'utf8');
  expect(await atelier(folder, 'train', '--resume', run, '--epochs', '9', '--quiet')).toMatchObject({
    code: 0,
  });
  expect(readFileSync(other, 'utf8')).toBe(before);
  expect(readFileSync(join(run, 'history.csv'), 'utf8').trim().split('\n')).toHaveLength(10);
});

test('who lost its folder ends with a line, and writes nothing to the record of who has it', async () => {
  const run = join(folder, 'lost');
  const first = start(folder, [...recipe, run, '--epochs', '100000']);
  await untilEpoch(run, 2);
  const lock = join(run, 'lock');
  const winner = JSON.stringify({ pid: process.pid, host: hostname(), since: '', id: 'winner' });
  writeFileSync(`${lock}.new`, winner);
  renameSync(`${lock}.new`, lock);
  const { code, stderr } = await first.ended;
  expect(stderr).toBe(`error: Another process took over the folder ${run}\n`);
  expect(code).toBe(2);
  expect(runSchema.parse(readJson(run, 'run.json')).status).toBe('running');
  expect(readFileSync(lock, 'utf8')).toBe(winner);
  expect(existsSync(join(run, 'model'))).toBe(false);
  expect(strays(run)).toEqual(['lock']);
});
