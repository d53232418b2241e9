import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-wasm';
import { io, setBackend, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runSchema } from '@atelier/runs/record';
import {
  atelier,
  atelierWithSignal,
  filesIn,
  readJson,
  temporaryFolder,
  writeTinyDataset,
} from './program.ts';

const predictionSchema = z.object({
  index: z.number(),
  label: z.number(),
  predicted: z.number(),
  className: z.string(),
  probabilities: z.array(z.number()),
});

let folder: string;

async function train(...args: readonly string[]): ReturnType<typeof atelier> {
  return atelier(folder, 'train', '--data', 'data', ...args);
}

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  await setBackend('wasm');
  await train('--epochs', '8', '--seed', '3', '--out', 'run');
});

describe('a run folder', () => {
  test('holds the record, the history, the model, the figures and the report', () => {
    const names = ['loss', 'accuracy', 'reliability', 'confusion'].flatMap((name) => [
      `plots/${name}.png`,
      `plots/${name}.svg`,
    ]);
    const expected = [
      'history.csv',
      'model/model.json',
      'model/weights.bin',
      'report.html',
      'run.json',
      ...names,
    ];
    expect(filesIn(join(folder, 'run')).filter((file) => !file.startsWith('checkpoints/'))).toEqual(
      expected.toSorted(),
    );
  });

  test('records what was asked, what ran, and how it went', () => {
    const run = runSchema.parse(readJson(folder, 'run', 'run.json'));
    expect(run.status).toBe('completed');
    expect(run.config).toMatchObject({ preset: 'mlp-32', seed: 3, epochs: 8, data: join(folder, 'data') });
    expect(run.dataset.counts).toEqual({ train: 300, validation: 60, test: 60 });
    expect(Object.keys(run.dataset.hashes)).toEqual(['train', 'test']);
    expect(run.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // The classes lie in different rows: a model that learns at all tells them apart.
    expect(run.test?.accuracy).toBeGreaterThan(0.9);
    expect(run.history.at(-1)?.valAccuracy).toBe(run.test?.accuracy);
  });

  test('has the same history as CSV', () => {
    const run = runSchema.parse(readJson(folder, 'run', 'run.json'));
    const [header, ...lines] = readFileSync(join(folder, 'run', 'history.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(header).toBe('epoch,loss,accuracy,val_loss,val_accuracy,seconds,learning_rate');
    const rows = run.history.map((e) =>
      [e.epoch, e.loss, e.accuracy, e.valLoss, e.valAccuracy, e.seconds, e.learningRate].join(','),
    );
    expect(lines).toEqual(rows);
  });

  test('has a model that stock TensorFlow.js loads, with the probabilities that predict prints', async () => {
    const manifest = z
      .object({
        modelTopology: z.looseObject({}),
        weightsManifest: z.array(z.object({ weights: z.array(z.any()) })),
      })
      .parse(readJson(folder, 'run', 'model', 'model.json'));
    const weightData = Uint8Array.from(readFileSync(join(folder, 'run', 'model', 'weights.bin'))).buffer;
    const model = await loadLayersModel(
      io.fromMemory({
        modelTopology: manifest.modelTopology,
        weightSpecs: manifest.weightsManifest.flatMap(({ weights }) => weights),
        weightData,
      }),
    );
    const images = readFileSync(join(folder, 'data', 't10k-images-idx3-ubyte')).subarray(16);
    const output = model.predict(tensor(Array.from(images.subarray(4 * 30, 5 * 30)), [1, 6, 5, 1]));
    if (Array.isArray(output)) throw new Error('one output');
    const { stdout } = await atelier(folder, 'predict', 'run', '--test-index', '4', '--json');
    const prediction = predictionSchema.parse(JSON.parse(stdout));
    for (const [index, probability] of output.dataSync().entries()) {
      expect(prediction.probabilities[index]).toBeCloseTo(probability, 6);
    }
  });
});

describe('train', () => {
  test('repeats itself to the bit with the same seed, and not with another', async () => {
    await Promise.all([
      train('--epochs', '8', '--seed', '3', '--out', 'same'),
      train('--epochs', '8', '--seed', '4', '--out', 'other'),
    ]);
    const numbers = (run: string): unknown[] =>
      runSchema.parse(readJson(folder, run, 'run.json')).history.map(({ seconds: _, ...record }) => record);
    const weights = (run: string): string => readFileSync(join(folder, run, 'model', 'weights.bin'), 'hex');
    expect(numbers('same')).toEqual(numbers('run'));
    expect(weights('same')).toBe(weights('run'));
    expect(weights('other')).not.toBe(weights('run'));
  });

  test('--json prints one event a line, and nothing else', async () => {
    const { stdout, stderr } = await train('--epochs', '8', '--seed', '3', '--json', '--out', 'json');
    const event = z.object({ type: z.string() });
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => event.parse(JSON.parse(line)).type);
    expect(types).toEqual(['dataset', 'start', ...Array<string>(8).fill('epoch'), 'end']);
    expect(stderr).toBe('');
  });

  test('--quiet prints nothing of a run that learns', async () => {
    expect(await train('--epochs', '8', '--seed', '3', '--quiet', '--out', 'quiet')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
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
    expect(await train('softmax', ...options)).toMatchObject({ code: 0, stderr: '' });
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
    await train('--epochs', '2', '--out', 'twice', '--quiet');
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
      '1e20',
      '--epochs',
      '3',
      '--out',
      'diverged',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Diverged: the loss became NaN .* lower learning rate.*\n$/);
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
    const options = ['--optimizer', 'sgd', '--learning-rate', '10000', '--epochs', '2'];
    const { code, stderr } = await train(...options, '--out', 'chance', '--quiet');
    expect(code).toBe(0);
    const { status, warning } = runSchema.parse(readJson(folder, 'chance', 'run.json'));
    expect(status).toBe('completed');
    expect(warning).toContain('try a learning rate ten times lower, 1000');
    expect(stderr).toBe(`${warning}\n`);
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
});

describe('evaluate, predict and plot', () => {
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
    // The run was trained on noise.
    expect(json.stderr).toContain('pictures/2.png: unlike the training pictures');
    const line: { top: { className: string }[]; predicted: number } = JSON.parse(json.stdout);
    expect(line.top.map(({ className }) => className)).toHaveLength(2);
    expect(line.top[0]?.className).toBe(String(line.predicted));
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

  test('presets lists every model', async () => {
    const { stdout } = await atelier(folder, 'presets');
    for (const name of ['softmax', 'mlp-32', 'mlp-128', 'mlp-deep']) expect(stdout).toContain(name);
  });
});
