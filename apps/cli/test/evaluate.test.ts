import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runSchema } from '@atelier/runs/record';
import { atelier, readJson, writeTinyDataset } from './program.ts';
import { trainedFolder } from './trained-folder.ts';

const folder = trainedFolder();

test('a model with one bit changed is refused', async () => {
  const run = join(folder, 'damaged');
  cpSync(join(folder, 'run'), run, { recursive: true });
  const weights = join(run, 'model', 'weights.bin');
  const bytes = readFileSync(weights);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(weights, bytes);
  const { code, stdout, stderr } = await atelier(folder, 'evaluate', run);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: \S+weights\.bin is not what the run wrote: its SHA-256 is .*\n$/);
});

test('a run of an earlier version, which has no hash of its model, is evaluated with a warning', async () => {
  const run = join(folder, 'former');
  cpSync(join(folder, 'run'), run, { recursive: true });
  const { model: _, ...former } = runSchema.parse(readJson(run, 'run.json'));
  writeFileSync(join(run, 'run.json'), JSON.stringify(former));
  const { code, stderr } = await atelier(folder, 'evaluate', run);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^.* is a run of an earlier version, .* its files are not checked\n$/);
});

test('evaluate says when the test images are not the run’s', async () => {
  writeTinyDataset(join(folder, 'others'), { train: 300, test: 61 });
  const { code, stderr } = await atelier(folder, 'evaluate', 'run', '--data', 'others');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^The test images of others .* are not those that the run was tested on.*\n$/);
  expect((await atelier(folder, 'evaluate', 'run')).stderr).toBe('');
});

test('evaluate --on validation says where the validation images are the test images', async () => {
  const note = 'The validation images of this run are its test images\n';
  const measured = z.object({ on: z.string(), areTestImages: z.boolean(), accuracy: z.number() });
  const onValidation = await atelier(folder, 'evaluate', 'run', '--on', 'validation', '--json');
  expect(onValidation.stderr).toBe(note);
  const record = runSchema.parse(readJson(folder, 'run', 'run.json'));
  expect(measured.parse(JSON.parse(onValidation.stdout))).toEqual({
    on: 'validation',
    areTestImages: true,
    accuracy: record.test?.accuracy,
  });
  const own = join(folder, 'own-validation');
  await atelier(folder, 'train', '--data', 'data', '--epochs', '1', '--validation', '0.2', '--out', own);
  const apart = await atelier(folder, 'evaluate', own, '--on', 'validation', '--json');
  expect(apart.stderr).toBe('');
  expect(measured.parse(JSON.parse(apart.stdout))).toMatchObject({ areTestImages: false });
  const onTest = await atelier(folder, 'evaluate', own, '--json');
  expect(measured.parse(JSON.parse(onTest.stdout))).toMatchObject({ on: 'test', areTestImages: true });
  const onTrain = await atelier(folder, 'evaluate', own, '--on', 'train', '--json');
  expect(measured.parse(JSON.parse(onTrain.stdout))).toMatchObject({ on: 'train', areTestImages: false });
});

test('evaluate --json prints loss, accuracy, confusion and perClass', async () => {
  const { stdout } = await atelier(folder, 'evaluate', 'run', '--json');
  const evaluation = z
    .object({
      loss: z.number(),
      accuracy: z.number(),
      confusion: z.array(z.array(z.number())),
      perClass: z.array(
        z.object({
          className: z.string(),
          precision: z.number(),
          recall: z.number(),
          f1: z.number(),
          support: z.number(),
        }),
      ),
    })
    .parse(JSON.parse(stdout));
  const run = runSchema.parse(readJson(folder, 'run', 'run.json'));
  expect(evaluation.accuracy).toBe(run.test?.accuracy);
  expect(evaluation.loss).toBe(run.test?.loss);
  expect(evaluation.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(60);
});

test('a run whose data lost a class is evaluated on the classes that are left, each under its name', async () => {
  const counts = { bird: 10, cat: 15, dog: 20 };
  for (const [index, [name, count]] of Object.entries(counts).entries()) {
    mkdirSync(join(folder, 'animals', name), { recursive: true });
    for (let at = 0; at < count; at++) {
      const picture = sharp(Buffer.alloc(36, 80 * index + at), { raw: { width: 6, height: 6, channels: 1 } });
      await picture.png().toFile(join(folder, 'animals', name, `${at}.png`));
    }
  }
  const names = ['--class-names', 'bird,cat,dog'];
  await atelier(folder, 'train', '--data', 'animals', ...names, '--epochs', '1', '--out', 'of-animals');
  rmSync(join(folder, 'animals', 'bird'), { recursive: true });
  const { stdout, stderr } = await atelier(folder, 'evaluate', 'of-animals', '--json');
  expect(stderr).toContain('Class names without images are left out: "bird"');
  const { perClass } = z
    .object({ perClass: z.array(z.object({ className: z.string(), support: z.number() })) })
    .parse(JSON.parse(stdout));
  expect(perClass.map(({ className, support }) => [className, support])).toEqual([
    ['bird', 0],
    ['cat', 3],
    ['dog', 4],
  ]);
});

test('several runs are measured on images that all have set aside, or none', async () => {
  await atelier(
    folder,
    'train',
    '--data',
    'data',
    '--epochs',
    '1',
    '--cross-validate',
    '2',
    '--out',
    'folds',
  );
  const folds = readdirSync(join(folder, 'folds'))
    .filter((name) => name.startsWith('fold'))
    .map((name) => `folds/${name}`);
  const [one, two] = folds;
  const { code, stdout, stderr } = await atelier(folder, 'evaluate', ...folds, '--on', 'validation');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    `error: ${join(folder, String(two))} was not validated on the images of ${join(folder, String(one))}; --on test measures both on the same\n`,
  );
  const onTrain = await atelier(folder, 'evaluate', ...folds, '--on', 'train');
  expect([onTrain.code, onTrain.stderr]).toEqual([
    2,
    expect.stringMatching(/ was not trained on the images of /),
  ]);
  for (const same of [
    [...folds, '--on', 'test'],
    ['run', 'run', '--on', 'train'],
    [...folds, '--on', 'train', '--data', 'data'],
  ]) {
    const measured = await atelier(folder, 'evaluate', ...same);
    expect([measured.code, measured.stderr]).toEqual([0, '']);
  }
});

test('evaluate and compare say where another run was tested on other images', async () => {
  writeTinyDataset(join(folder, 'elsewhere'), { train: 310, test: 61 });
  await atelier(folder, 'train', '--data', 'elsewhere', '--epochs', '1', '--out', 'stranger');
  const note = `${join(folder, 'stranger')} was tested on other images; both are measured on those of ${join(folder, 'run')}\n`;
  for (const command of ['evaluate', 'compare']) {
    const { code, stderr } = await atelier(folder, command, 'run', 'stranger');
    expect([code, stderr]).toEqual([0, note]);
    expect((await atelier(folder, command, 'run', 'stranger', '--data', 'data')).stderr).toBe('');
  }
  const { code, stderr } = await atelier(folder, 'evaluate', 'run', 'stranger', '--on', 'train');
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/stranger was not trained on the images of .*run; /),
  ]);
});

test('evaluate and predict give the same on any number of threads, and refuse none', async () => {
  for (const command of [
    ['evaluate', 'run', '--csv'],
    ['predict', 'run', '--test-index', '0', '--json'],
  ]) {
    const outputs = [];
    for (const threads of [[], ['--threads', '1'], ['--threads', '3']]) {
      const { code, stdout } = await atelier(folder, ...command, ...threads);
      expect(code).toBe(0);
      outputs.push(stdout);
    }
    expect(new Set(outputs).size).toBe(1);
    const none = await atelier(folder, ...command, '--threads', '0');
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toMatch(/^error: .*--threads.*0.*\n$/);
  }
});

test('a run with class names of its user keeps its labels, where its data moved, and in an ensemble', async () => {
  const single = z.object({ accuracy: z.number() });
  const summary = z.object({
    members: z.array(z.object({ test: single })),
    mean: single,
  });
  for (const [at, names] of ['low,mid,high', '1,0,2'].entries()) {
    const args =
      `train --data data --class-names ${names} --epochs 8 --batch-size 10 --learning-rate 0.01 --quiet`.split(
        ' ',
      );
    const out = join(folder, `named-${at}`);
    await atelier(folder, ...args, '--ensemble', '2', '--out', out);
    const { members, mean } = summary.parse(readJson(out, 'ensemble.json'));
    const accuracies = members.map(({ test: { accuracy } }) => accuracy);
    // The classes are bright in different rows: labels in another order would be right for a third.
    expect(Math.min(...accuracies)).toBeGreaterThan(0.8);
    expect(mean.accuracy).toBeGreaterThanOrEqual(Math.min(...accuracies));
    cpSync(join(folder, 'data'), join(folder, `moved-${at}`), { recursive: true });
    const moved = await atelier(folder, 'evaluate', join(out, 'member-1'), '--data', `moved-${at}`, '--json');
    expect(moved.stderr).toBe('');
    expect(single.parse(JSON.parse(moved.stdout)).accuracy).toBe(accuracies[0]);
  }
});

test('evaluate --on train says where the training images are not those of the run', async () => {
  const [data, out] = [join(folder, 'changing'), join(folder, 'changed')];
  writeTinyDataset(data);
  await atelier(folder, 'train', '--data', data, '--epochs', '1', '--validation', '0.2', '--out', out);
  const images = join(data, 'train-images-idx3-ubyte');
  const bytes = readFileSync(images);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(images, bytes);
  for (const part of ['train', 'validation']) {
    const { code, stderr } = await atelier(folder, 'evaluate', out, '--on', part);
    expect([code, stderr]).toEqual([
      0,
      `The training images of changing (${data}) are not those that the run was trained on: their content differs\n`,
    ]);
  }
  expect((await atelier(folder, 'evaluate', out)).stderr).toBe('');
});

test('where the data of a run are gone, it is said that --data names them', async () => {
  const [data, out] = [join(folder, 'leaving'), join(folder, 'left')];
  writeTinyDataset(data);
  await atelier(folder, 'train', '--data', data, '--epochs', '1', '--quiet', '--out', out);
  renameSync(data, join(folder, 'arrived'));
  for (const args of [
    ['evaluate', out],
    ['evaluate', out, '--on', 'train'],
    ['export', out, '--to', 'onnx', '--out', 'left.onnx'],
    ['train', '--resume', out, '--epochs', '2'],
  ]) {
    expect(await atelier(folder, ...args)).toMatchObject({
      code: 2,
      stderr: `error: The data of ${out} are not at ${data}; --data says where they are\n`,
    });
    expect((await atelier(folder, ...args, '--data', 'arrived')).code).toBe(0);
  }
});

test('of other data without a test part all images are measured, of the run’s own what it set aside', async () => {
  const rows = (shift: number): string =>
    Array.from({ length: 30 }, (_, at) => `${at % 2},${200 * (at % 2) + shift + at},7,7,7\n`).join('');
  const csv = (name: string, shift: number): string => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, `label,a,b,c,d\n${rows(shift)}`);
    return path;
  };
  const [own, moved, other] = [csv('own', 0), csv('moved', 0), csv('other', 1)];
  await atelier(folder, 'train', '--data', own, '--epochs', '1', '--quiet', '--out', 'partless');
  const counted = z.object({ perClass: z.array(z.object({ support: z.number() })) });
  const measured = async (...args: string[]): Promise<[number[], string]> => {
    const { stdout, stderr } = await atelier(folder, 'evaluate', 'partless', '--json', ...args);
    return [counted.parse(JSON.parse(stdout)).perClass.map(({ support }) => support), stderr];
  };
  for (const args of [[], ['--data', own], ['--data', moved]]) {
    const [counts, stderr] = await measured(...args);
    expect([counts, stderr.includes('all measured')]).toEqual([[3, 3], false]);
  }
  const [counts, stderr] = await measured('--data', other);
  expect(counts).toEqual([15, 15]);
  expect(stderr).toContain('other.csv has no test part: its 30 training images are all measured\n');
});
