import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '@atelier/training';
import { planSchema, runSchema } from '@atelier/runs/record';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  atelier,
  atelierWithSignal,
  type Outcome,
  readJson,
  temporaryFolder,
  writeTinyDataset,
} from './program.ts';
import { residentProgram } from './resident-program.ts';
import { endOf, start } from './started.ts';

const folder = temporaryFolder();
const resident = residentProgram(() => folder);
const layers = 'conv 4 3x3 same, norm, relu, pool 2, dense 6';
const common = ['--data', 'tiny', '--epochs', '2', '--validation', 'none', '--quiet'];

const train = (...args: string[]) => atelier(folder, 'train', ...args, ...common);
const recordOf = (run: string) => runSchema.parse(readJson(folder, run, 'run.json'));

function weightsOf(path: string): Map<string, Float32Array> {
  const modelJson = readFileSync(join(folder, path, 'model.json'), 'utf8');
  const weights = new Uint8Array(readFileSync(join(folder, path, 'weights.bin')));
  return new Map(
    openModel({ modelJson, weights })
      .weights()
      .map(({ name, values }) => [name, values]),
  );
}

/** A module that makes a small model with TensorFlow.js, whose weights have no seed of their own. */
const modelModule = `
import { layers, sequential } from '@tensorflow/tfjs-layers';
export const recipe = { learningRate: 0.01, batchSize: 16 };
export async function createModel({ inputShape, classes }) {
  console.log('made');
  return sequential({ layers: [
    layers.rescaling({ scale: 1 / 255, inputShape }),
    layers.flatten(),
    layers.dense({ units: 5, activation: 'tanh' }),
    layers.dense({ units: classes, activation: 'softmax' }),
  ] });
}
`;

const quietModule = modelModule.replace("console.log('made');", '');

beforeAll(async () => {
  writeTinyDataset(join(folder, 'tiny'), { train: 90, test: 30 });
  const { code } = await train('--layers', layers, '--out', 'first');
  if (code !== 0) throw new Error('There is no run to start from');
});

describe('train --from', () => {
  test('a run starts from its weights; frozen layers keep them to the bit, with any number of threads and on both engines', async () => {
    const outcomes = [];
    for (const [out, ...args] of [
      ['one', '--threads', '1'],
      ['two', '--threads', '2'],
      ['reference', '--engine', 'tfjs'],
    ]) {
      const code = await train('--from', 'first', '--freeze', 'conv_1,norm_*', '--out', out ?? '', ...args);
      expect(code).toMatchObject({ code: 0 });
      const [before, after] = [weightsOf('first/model'), weightsOf(`${out}/model`)];
      for (const [name, values] of after) {
        const kept = name.startsWith('conv_1/') || name.startsWith('norm_1/');
        const then = before.get(name);
        expect(values.every((value, index) => Object.is(value, then?.[index]))).toBe(kept);
      }
      outcomes.push(endOf(join(folder, out ?? '')).weights);
    }
    expect(outcomes[1]).toBe(outcomes[0]);
    const { config, start: begun } = recordOf('one');
    expect(config).toMatchObject({ from: join(folder, 'first'), freeze: ['conv_1', 'norm_*'], epochs: 2 });
    expect(config.layers).toBe(recordOf('first').config.layers);
    expect(begun?.weights).toBe(hashOf('one/start/weights.bin'));
  });

  test('other data do not get the class names that the user gave to those of the run before', async () => {
    expect(await train('--class-names', 'low,mid,high', '--out', 'named')).toMatchObject({ code: 0 });
    writeTinyDataset(join(folder, 'other'), { train: 60, test: 30 });
    const note =
      'The class names of the run before are not given to other data; --class-names gives them names\n';
    for (const way of ['--from', '--config']) {
      const args = ['train', way, 'named', '--epochs', '1', '--quiet'];
      const { code, stderr } = await atelier(folder, ...args, '--data', 'other', '--out', `other${way}`);
      expect([code, stderr.startsWith(note)]).toEqual([0, true]);
      expect(recordOf(`other${way}`).dataset.classNames).toEqual(['0', '1', '2']);
      const same = await atelier(folder, ...args, '--data', 'tiny', '--out', `same${way}`);
      expect([same.code, same.stderr.includes(note)]).toEqual([0, false]);
      expect(recordOf(`same${way}`).dataset.classNames).toEqual(['low', 'mid', 'high']);
    }
  });

  test('resumes to the bit, though the run that it started from has gone', async () => {
    copyRun('first', 'gone');
    const args = ['--from', 'gone', '--freeze', 'conv_1', '--data', 'tiny', '--validation', 'none'];
    expect((await atelier(folder, 'train', ...args, '--epochs', '4', '--out', 'straight')).code).toBe(0);
    const killed = ['train', ...args, '--epochs', '4', '--out', 'killed', '--json'];
    await atelierWithSignal(folder, killed, {
      after: '"type":"epoch","epochs":4,"epoch":1',
      signal: 'SIGKILL',
    });
    renameSync(join(folder, 'gone'), join(folder, 'elsewhere'));
    expect(await atelier(folder, 'train', '--resume', 'killed', '--quiet')).toMatchObject({
      code: 0,
    });
    expect(endOf(join(folder, 'killed'))).toEqual(endOf(join(folder, 'straight')));
  });

  describe('all members of an ensemble', () => {
    // Another number of classes: each member begins the output layer with its own seed.
    const args = ['--from', 'for-all', '--data', 'two', '--epochs', '2', '--ensemble', '2', '--out', 'both'];
    const resume = async (out: string) => atelier(folder, 'train', '--resume', out, '--quiet');
    /** The ensemble as if it had been killed before its second member began. */
    const cut = (out: string): void => {
      cpSync(join(folder, 'both'), join(folder, out), { recursive: true });
      for (const name of ['member-2', 'ensemble.json']) rmSync(join(folder, out, name), { recursive: true });
    };
    const ends = (out: string): unknown[] => [
      ...['member-1', 'member-2'].map((member) => endOf(join(folder, out, member))),
      readJson(folder, out, 'ensemble.json'),
      hashOf(`${out}/member-2/start/weights.bin`),
    ];

    beforeAll(async () => {
      keepTwoClasses(writeTinyDataset(join(folder, 'two'), { train: 60, test: 20 }));
      copyRun('first', 'for-all');
      const { code } = await atelier(folder, 'train', ...args, '--quiet');
      if (code !== 0) throw new Error('There is no ensemble');
      renameSync(join(folder, 'for-all'), join(folder, 'moved'));
    });

    test('start from it, also where one begins at a resume, though the run has gone', async () => {
      cut('both-cut');
      expect(await resume('both-cut')).toMatchObject({ code: 0 });
      expect(ends('both-cut')).toEqual(ends('both'));
    });

    test('start from the run as it is where the plan is of an earlier version, which kept no copy: it is said, or that it has gone', async () => {
      cut('both-old');
      const path = join(folder, 'both-old/plan.json');
      const { start: kept, ...former } = planSchema.parse(readJson(path));
      expect(kept?.weights).toBe(hashOf('first/model/weights.bin'));
      writeFileSync(path, JSON.stringify(former));
      expect(await resume('both-old')).toMatchObject({ code: 2 });
      renameSync(join(folder, 'moved'), join(folder, 'for-all'));
      const { code, stderr } = await resume('both-old');
      expect(code).toBe(0);
      expect(stderr).toContain(
        `The plan, of an earlier version, has no copy of the model to start from: the run starts from ${join(folder, 'for-all')} as it is now\n`,
      );
      expect(ends('both-old')).toEqual(ends('both'));
    });
  });

  test('a model.json of stock TensorFlow.js; another number of classes begins the output anew, and it is said', async () => {
    const wide = writeTinyDataset(join(folder, 'pairs'), { train: 60, test: 20 });
    keepTwoClasses(wide);
    const args = [
      '--from',
      'first/model/model.json',
      '--data',
      'pairs',
      '--epochs',
      '1',
      '--out',
      'pairs-run',
    ];
    const outcome = await atelier(folder, 'train', ...args);
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stderr + outcome.stdout).toContain(
      'The layer output begins anew: the data have 2 classes',
    );
    expect(recordOf('pairs-run').config).toMatchObject({ preset: 'model.json', layers: 'given' });
    const evaluation = await atelier(folder, 'evaluate', 'pairs-run', '--json');
    expect(evaluation).toMatchObject({ code: 0 });
  });

  test.each([
    [['--from', 'nothing'], 'There is no'],
    [['--from', 'first', '--layers', 'dense 3'], 'The model to start from has conv_1/kernel'],
    [
      ['--from', 'first/model', '--dropout', '0.5'],
      '--dropout does not go with model, whose model says it itself',
    ],
    [['--from', 'first', '--pixels', '0-1'], '--pixels belongs to a model.json'],
    [['--freeze', 'conv_9'], 'No layer with weights is named "conv_9"'],
    [['--from', 'first', '--freeze', '*'], 'With * frozen, no layer is left to train'],
    [['mlp-128', '--from', 'first'], 'The preset mlp-128 conflicts with --from'],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stderr } = await resident('train', ...args, ...common, '--out', 'refused');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('train with a module', () => {
  const path = (): string => join(folder, 'my-model.mjs');

  test('trains its model, the same again; the run has the hash', async () => {
    writeFileSync(path(), modelModule);
    for (const out of ['made', 'again']) {
      const outcome = await train('./my-model.mjs', '--seed', '4', '--out', out);
      expect(outcome).toMatchObject({ code: 0, stdout: '' });
    }
    expect(endOf(join(folder, 'again'))).toEqual(endOf(join(folder, 'made')));
    const { config, start: begun } = recordOf('made');
    const sha256 = createHash('sha256').update(modelModule).digest('hex');
    expect(config).toMatchObject({ preset: 'my-model.mjs', layers: 'given', batchSize: 16 });
    expect(begun?.module).toEqual({ path: path(), sha256 });
  });

  test('nothing runs it again: a resume and a prediction don’t need it, and --config asks for its name', async () => {
    writeFileSync(path(), 'process.exit(9)');
    const resumed = await atelier(folder, 'train', '--resume', 'made', '--epochs', '3', '--quiet');
    expect(resumed).toMatchObject({ code: 0 });
    expect(await atelier(folder, 'predict', 'made', '--test-index', '0')).toMatchObject({ code: 0 });
    const repeated = await atelier(folder, 'train', '--config', 'made');
    expect(repeated).toMatchObject({ code: 2 });
    expect(repeated.stderr).toContain('whose layers it does not know; name the module or --from again');
  });

  test.each([
    ['throws', 'throw new Error("no\\nmodel")', 'no model'],
    ['exports nothing', 'export const x = 1', 'it exports no function createModel'],
    [
      'gives no model',
      'export const createModel = () => 7',
      'createModel gives no LayersModel of TensorFlow.js',
    ],
    ['throws when asked', 'export function createModel() { throw 5 }', '5'],
    ['exits', 'process.exit(0)', 'it ended its thread'],
    ['has a wrong recipe', 'export const recipe = { epoch: 1 }; export const createModel = () => 0', 'epoch'],
    [
      'names layers of its own',
      'export const recipe = { layers: "dense 5" }; export const createModel = () => 0',
      'its recipe has layers, which its model says itself',
    ],
    ['imports what is missing', 'import "nowhere-to-be-found"', 'nowhere-to-be-found'],
    ['is no JavaScript', 'export {', 'is-no-JavaScript.mjs: '],
    [
      'has a model of other images',
      quietModule.replace('inputShape }', 'inputShape: [2, 2, 1] }'),
      'its model takes images of 2x2x1; the data have 6x5x1',
    ],
    [
      'has a model of other classes',
      quietModule.replace('units: classes', 'units: classes + 1'),
      'its model has 4 outputs; 3 classes take 3',
    ],
  ])('that %s is refused in one line', async (what, code, message) => {
    expectRefused(await trainModule(what, code), message);
  });

  test.each([
    ['loads', 'for (;;);', 'it takes more than 1 s to load'],
    [
      'makes a model',
      'export const createModel = () => new Promise(() => {})',
      'it takes more than 1 s to make a model',
    ],
  ])('that never %s is refused in one line', async (what, code, message) => {
    const never = join(folder, `never-${what.replaceAll(' ', '-')}.mjs`);
    writeFileSync(never, code);
    const variables = { ATELIER_MODULE_SECONDS: '1' };
    expectRefused(
      await start(folder, ['train', never, ...common, '--out', 'bad'], { variables }).ended,
      message,
    );
  });
});

async function trainModule(what: string, code: string): Promise<Outcome> {
  const name = `${what.replaceAll(' ', '-')}.mjs`;
  writeFileSync(join(folder, name), code);
  return resident('train', `./${name}`, ...common, '--out', 'bad');
}

function expectRefused({ code, stderr }: Outcome, message: string): void {
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
}

function hashOf(path: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex');
}

function copyRun(from: string, to: string): void {
  mkdirSync(join(folder, to, 'model'), { recursive: true });
  for (const name of ['run.json', 'model/model.json', 'model/weights.bin']) {
    copyFileSync(join(folder, from, name), join(folder, to, name));
  }
}

/** Of three classes, the last becomes the first. */
function keepTwoClasses(path: string): void {
  for (const name of ['train-labels-idx1-ubyte', 't10k-labels-idx1-ubyte']) {
    const file = join(path, name);
    const bytes = readFileSync(file);
    writeFileSync(
      file,
      bytes.map((byte, index) => (index >= 8 && byte === 2 ? 0 : byte)),
    );
  }
}
