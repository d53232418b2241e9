import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { runSchema } from '@atelier/runs/record';
import {
  atelier,
  atelierWithSignal,
  type Outcome,
  readJson,
  temporaryFolder,
  writeTinyDataset,
} from './program.ts';

let folder: string;
let [quiet, json]: Outcome[] = [];

async function train(...args: readonly string[]): ReturnType<typeof atelier> {
  return atelier(folder, 'train', '--data', 'data', ...args);
}

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  [quiet, json] = await Promise.all([
    train('--epochs', '8', '--seed', '3', '--quiet', '--out', 'quiet'),
    train('--epochs', '8', '--seed', '4', '--json', '--out', 'json'),
  ]);
});

test('repeats itself to the bit with the same seed, and not with another', () => {
  const numbers = (run: string): unknown[] =>
    runSchema.parse(readJson(run, 'run.json')).history.map(({ seconds: _, ...record }) => record);
  const weights = (run: string): string => readFileSync(join(run, 'model', 'weights.bin'), 'hex');
  const earlier = join(inject('trained'), 'run');
  expect(numbers(join(folder, 'quiet'))).toEqual(numbers(earlier));
  expect(weights(join(folder, 'quiet'))).toBe(weights(earlier));
  expect(weights(join(folder, 'json'))).not.toBe(weights(earlier));
});

test('--json prints one event a line, and nothing else', () => {
  const event = z.object({ type: z.string() });
  const types = json?.stdout
    .trimEnd()
    .split('\n')
    .map((line) => event.parse(JSON.parse(line)).type);
  expect(types).toEqual(['dataset', 'start', ...Array<string>(8).fill('epoch'), 'end']);
  expect(json?.stderr).toBe('');
});

test('--quiet prints nothing of a run that learns', () => {
  expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('without a terminal prints one line per epoch, the curves, the prediction and the paths', async () => {
  const { stdout } = await train('--epochs', '2', '--out', 'lines');
  expect(stdout).toMatch(
    /^Epoch 1\/2 - .*s - loss: \d\.\d{4} - accuracy: \d\.\d{4} - val_loss: .* - val_accuracy: /m,
  );
  expect(stdout).toMatch(/^Test image 0: predicted \d \d, label \d \d$/m);
  expect(stdout).toContain('Loss');
  expect(stdout).toContain(join(folder, 'lines'));
  expect(stdout).not.toContain('\u001B');
});

test('every option has its effect', async () => {
  const options =
    '--epochs 3 --batch-size 50 --optimizer rmsprop --learning-rate 0.002 --schedule step,every=1,factor=0.5 ' +
    '--hidden 8,6 --activation tanh --dropout 0.1 --l1 0.001 --l2 0.002 --augment shift=1,flip,erase=2 ' +
    '--validation 0.25 --patience 2 --limit 200 --seed 9 --engine tfjs --out options';
  const { code, stderr } = await train('softmax', ...options.split(' '));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const run = runSchema.parse(readJson(folder, 'options', 'run.json'));
  expect(run.parameters).toBe(30 * 8 + 8 + (8 * 6 + 6) + (6 * 3 + 3));
  expect(run.config).toMatchObject({
    preset: 'softmax',
    batchSize: 50,
    optimizer: { name: 'rmsprop', learningRate: 0.002 },
    schedule: { name: 'step', every: 1, factor: 0.5 },
    activation: 'tanh',
    dropout: 0.1,
    l1: 0.001,
    l2: 0.002,
    augment: { shift: 1, flip: true, erase: 2 },
    validation: 0.25,
    patience: 2,
    limit: 200,
  });
  expect(run.engine).toBe('tfjs');
  expect(run.dataset.counts).toEqual({ train: 150, validation: 50, test: 60 });
  expect(run.history.map(({ learningRate }) => learningRate)).toEqual([0.002, 0.001, 0.0005]);
});

test('a network that is said as text trains, is tested, shown, and opened again', async () => {
  const layers = 'conv 4 3x3 same, residual(conv 6 3x3 same, norm), relu, pool 2, dense 5 tanh, output';
  const options = [
    '--layers',
    layers,
    '--epochs',
    '2',
    '--limit',
    '60',
    '--engine',
    'tfjs',
    '--out',
    'text',
    '--quiet',
  ];
  const { code, stderr } = await train('softmax', ...options);
  expect(code).toBe(0);
  // 0.9^4: nothing else is said.
  expect(stderr).toMatch(/^After 4 steps, the moving statistics .* still hold 66% of [^\n]*\n$/);
  const run = runSchema.parse(readJson(folder, 'text', 'run.json'));
  expect(run.config.layers).toBe(layers);
  // Two convolutions, the projection, a norm with its statistics, a hidden layer on 3x2x6 numbers, and the output.
  expect(run.parameters).toBe(9 * 4 + 4 + 9 * 4 * 6 + 4 * 6 + 4 * 6 + (36 * 5 + 5) + (5 * 3 + 3));
  expect(readFileSync(join(folder, 'text', 'report.html'), 'utf8')).toContain('unit 3');
  expect((await atelier(folder, 'evaluate', 'text')).code).toBe(0);
  const predicted = await atelier(folder, 'predict', 'text', '--test-index', '0', '--json');
  expect(predicted).toMatchObject({ code: 0, stderr: '' });
  expect((await train('--resume', 'text', '--epochs', '3', '--layers', layers)).code).toBe(0);
  expect(runSchema.parse(readJson(folder, 'text', 'run.json')).history).toHaveLength(3);
});

test('one-hot targets of mlp-128 and sparse labels learn the same', async () => {
  await train('mlp-128', '--epochs', '2', '--seed', '1', '--out', 'one-hot');
  await train('mlp-32', '--hidden', '128', '--epochs', '2', '--seed', '1', '--out', 'sparse');
  const losses = ['one-hot', 'sparse'].map(
    (name) => runSchema.parse(readJson(folder, name, 'run.json')).history.at(-1)?.loss,
  );
  expect(losses[0]).toBeCloseTo(losses[1]!, 6);
});

test('a run replaces another only with --overwrite', async () => {
  cpSync(join(inject('trained'), 'run'), join(folder, 'twice'), { recursive: true });
  expect((await train('--epochs', '1', '--out', 'twice')).code).toBe(2);
  expect((await train('--epochs', '1', '--out', 'twice', '--overwrite')).code).toBe(0);
  expect(runSchema.parse(readJson(folder, 'twice', 'run.json')).history).toHaveLength(1);
});

test('Ctrl-C keeps what was trained: status interrupted, exit code 130', async () => {
  const args = ['train', '--data', 'data', '--epochs', '100000', '--out', 'interrupted'];
  const { code, stdout } = await atelierWithSignal(folder, args, { after: 'Epoch 2/', signal: 'SIGINT' });
  expect(code).toBe(130);
  expect(stdout).toContain('Interrupted: the training so far is saved');
  const run = runSchema.parse(readJson(folder, 'interrupted', 'run.json'));
  expect(run.status).toBe('interrupted');
  expect(run.history.length).toBeGreaterThanOrEqual(2);
  expect(existsSync(join(folder, 'interrupted', 'model', 'weights.bin'))).toBe(true);
  expect((await atelier(folder, 'evaluate', 'interrupted')).code).toBe(0);
});

test('a rate that diverges ends the run with exit code 1, the last good weights and the reason', async () => {
  const { code, stderr } = await train(
    '--optimizer',
    'sgd',
    '--learning-rate',
    '1000',
    '--l2',
    '1000',
    '--epochs',
    '3',
    '--out',
    'diverged',
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Diverged: the loss became (NaN|Infinity) .* lower learning rate.*\n$/);
  expect(runSchema.parse(readJson(folder, 'diverged', 'run.json')).status).toBe('diverged');
  const weights = new Float32Array(
    Uint8Array.from(readFileSync(join(folder, 'diverged', 'model', 'weights.bin'))).buffer,
  );
  expect(weights.every(Number.isFinite)).toBe(true);
});

test('a run that diverges after its first epoch says so too, in JSON as well', async () => {
  // The penalty alone multiplies every kernel by 1 - 2 * 10.5 * 0.1 = -1.1 per step.
  const options = ['--optimizer', 'sgd', '--learning-rate', '0.1', '--l2', '10.5', '--epochs', '2000'];
  const { code, stdout, stderr } = await train(...options, '--out', 'late', '--json');
  expect(code).toBe(1);
  const record = runSchema.parse(readJson(folder, 'late', 'run.json'));
  expect(record.status).toBe('diverged');
  expect(record.divergence?.epoch).toBe(record.history.length + 1);
  expect(record.history.length).toBeGreaterThan(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({
    type: 'end',
    status: 'diverged',
    divergence: record.divergence,
  });
  expect(stderr).toMatch(
    /^Diverged: the loss became .* of epoch \d+; a lower learning rate than 0.1 may help\n$/,
  );
});

test('a run at chance level is completed, and says what to try', async () => {
  const options = ['--optimizer', 'sgd', '--learning-rate', '1000', '--epochs', '2'];
  const { code, stderr } = await train(...options, '--out', 'chance', '--quiet');
  expect(code).toBe(0);
  const { status, warning } = runSchema.parse(readJson(folder, 'chance', 'run.json'));
  expect(status).toBe('completed');
  expect(warning).toContain('try a learning rate ten times lower, 100');
  expect(stderr).toBe(`${warning}\n`);
});

test('a rate so low that nothing was learned is not said to be too high', async () => {
  await train('--learning-rate', '1e-7', '--epochs', '1', '--out', 'slow', '--quiet');
  const { warning } = runSchema.parse(readJson(folder, 'slow', 'run.json'));
  expect(warning).toContain('train for more epochs, or try a learning rate ten times higher, 0.000001');
});

test('the best epoch is the best by the training loss where nothing validates', async () => {
  const options = ['--validation', 'none', '--patience', '1', '--epochs', '2'];
  const { stdout } = await train(...options, '--out', 'unvalidated');
  expect(stdout).toMatch(/Kept the weights of epoch \d, the best by training loss\n/);
});

test('--patience stops early', async () => {
  const { stdout } = await train(
    '--epochs',
    '400',
    '--patience',
    '2',
    '--learning-rate',
    '0.05',
    '--out',
    'patient',
  );
  expect(stdout).toContain('Stopped: val_loss has not improved for 2 epochs');
});

test('the report says of validation images that they are the test images only where they are', async () => {
  const rows = (count: number): string =>
    Array.from({ length: count }, (_, at) => `${at % 2},${at},${255 - at},0,9\n`).join('');
  const parts = join(folder, 'three-parts');
  mkdirSync(parts);
  // As many validation images as test images.
  for (const [name, count] of [
    ['train', 20],
    ['val', 6],
    ['test', 6],
  ] as const) {
    writeFileSync(join(parts, `${name}.csv`), `label,a,b,c,d\n${rows(count)}`);
  }
  for (const [out, data, said] of [
    ['parts-run', parts, false],
    ['tests-run', join(folder, 'data'), true],
  ] as const) {
    const args = ['--data', data, '--epochs', '1', '--validation', 'test', '--quiet', '--out', out];
    expect((await atelier(folder, 'train', ...args)).code).toBe(0);
    const report = readFileSync(join(folder, out, 'report.html'), 'utf8');
    expect(report.includes('(the test images)')).toBe(said);
  }
});

test('says which classes have no image among those that are trained on', async () => {
  const args = ['--epochs', '1', '--quiet', '--out'];
  const few = await train('--limit', '2', ...args, 'two-images');
  expect([few.code, few.stderr]).toEqual([
    0,
    expect.stringMatching(
      /^There is no image of \d among those that are trained on \(2\): this class can’t be learnt\n/,
    ),
  ]);
  expect((await train('--limit', '3', ...args, 'three-images')).stderr).not.toContain('have none of');
});
