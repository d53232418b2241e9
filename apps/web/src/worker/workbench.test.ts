import type { LabelledImages } from '@atelier/datasets/browser';
import { decodeCheckpoint, serializeModel, tfjsEngine, useWasmBackend } from '@atelier/training';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Report } from '../messages.ts';
import { parseQuery } from '../settings/query.ts';
import type { RunRecipe, Settings } from '../settings/settings.ts';
import { DataStore } from './data-store.ts';
import type { LoadedData } from './load-data.ts';
import { Workbench } from './workbench.ts';

beforeAll(async () => {
  await useWasmBackend();
});

/** Pictures of 4 x 4: those of class 0 are bright above, those of class 1 below. */
function pictures(count: number, flipped = false): LabelledImages {
  const images = new Uint8Array(count * 16);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  for (const [index, label] of labels.entries()) {
    const begin = 16 * index + 8 * (flipped ? 1 - label : label);
    images.fill(180 + (index % 60), begin, begin + 8);
  }
  return { images, labels, count, height: 4, width: 4, channels: 1 };
}

const data: LoadedData = {
  name: 'mine',
  classNames: ['above', 'below'],
  train: pictures(40),
  test: pictures(10),
  complete: true,
  own: true,
};

/** A workbench with its data, and what it reports. */
class Bench {
  readonly bench: Workbench;
  readonly reports: Report[] = [];

  constructor(change: Partial<LoadedData> = {}) {
    const store = new DataStore();
    store.data = { ...data, ...change };
    const measuring = tfjsEngine();
    this.bench = new Workbench((report) => this.reports.push(report), store, {
      training: async () => measuring,
      measuring,
    });
  }

  of<Type extends Report['type']>(type: Type): Extract<Report, { type: Type }>[] {
    return this.reports.filter((report): report is Extract<Report, { type: Type }> => report.type === type);
  }

  /** The last of so many reports. */
  async wait<Type extends Report['type']>(type: Type, count = 1): Promise<Extract<Report, { type: Type }>> {
    const missing = (): void => {
      if (this.of(type).length < count) throw new Error(`${this.of(type).length} of ${count} ${type}`);
    };
    await vi.waitFor(missing, { timeout: 60_000, interval: 5 });
    return this.of(type).at(-1)!;
  }

  /** Trains to the end, and returns what was saved. */
  async train(run: number, recipe: RunRecipe): Promise<Extract<Report, { type: 'saved-model' }>> {
    const ended = this.of('run-ended').length;
    this.bench.train({ type: 'train', run, recipe, checkpoint: undefined });
    await this.wait('run-ended', ended + 1);
    return this.of('saved-model').at(-1)!;
  }
}

function recipeOf(query: string, change: Partial<Settings> = {}): RunRecipe {
  const { settings } = parseQuery(query).recipe;
  return { settings: { ...settings, ...change }, rateChanges: [] };
}

test('a network with one output for two classes gives the probability of each, and is opened again', async () => {
  const bench = new Bench();
  bench.bench.watch([0, 1, 2]);
  const recipe = recipeOf('preset=softmax&loss=binary&epochs=8&batch-size=4&learning-rate=0.1');
  const { files } = await bench.train(1, recipe);
  expect(bench.of('run-ended')).toMatchObject([{ ending: { status: 'completed' } }]);
  const { predictions } = bench.of('predictions').at(-1)!;
  for (const { label, probabilities } of predictions) {
    expect(probabilities).toHaveLength(2);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 6);
    expect(probabilities[label]).toBeGreaterThan(0.5);
  }
  const format = { height: 4, width: 4, channels: 1, ink: true };
  const pixels = Uint8Array.from(data.test.images.subarray(16, 32));
  bench.bench.predict(7, { kind: 'ready', pixels, format });
  const { answer } = await bench.wait('predicted');
  expect(answer?.probabilities).toHaveLength(2);
  expect(answer?.probabilities[1]).toBeGreaterThan(0.5);

  const measured = bench.of('evaluation').at(-1)!;
  expect(measured).toMatchObject({
    run: 1,
    past: false,
    accuracy: 1,
    confusion: [
      [5, 0],
      [0, 5],
    ],
  });
  bench.bench.openModel({ type: 'open-model', id: 8, run: 2, trainedOn: undefined, ...files });
  expect(await bench.wait('model-opened')).toMatchObject({ id: 8 });
  const again = await bench.wait('evaluation', bench.of('evaluation').length + 1);
  expect(again).toMatchObject({ run: 2, accuracy: 1 });
  expect(again.loss).toBeCloseTo(measured.loss, 6);
  expect(bench.of('failed')).toEqual([]);
});

test('a model that the page cannot test is refused, and is no crash', async () => {
  const model = sequential({
    layers: [layers.flatten({ inputShape: [4, 4, 1] }), layers.dense({ units: 2, activation: 'sigmoid' })],
  });
  const { modelJson, weights } = await serializeModel(model);
  const bench = new Bench();
  const files = { modelJson, weights: Uint8Array.from(weights) };
  bench.bench.openModel({ type: 'open-model', id: 1, run: 1, trainedOn: undefined, ...files });
  expect(await bench.wait('model-refused')).toMatchObject({ id: 1 });
  expect(bench.of('failed')).toEqual([]);
});

test('a continued run that is stopped before its first step keeps what it can be continued from', async () => {
  const bench = new Bench();
  const first = await bench.train(1, recipeOf('preset=softmax&epochs=2&batch-size=8'));
  const recipe = recipeOf('preset=softmax&epochs=4&batch-size=8');
  bench.bench.train({ type: 'train', run: 1, recipe, checkpoint: first.checkpoint });
  bench.bench.stop(true);
  expect(await bench.wait('run-ended', 2)).toMatchObject({ ending: { status: 'stopped' } });
  const kept = bench.of('saved-model').at(-1)!;
  expect(kept).not.toBe(first);
  expect((await decodeCheckpoint(kept.checkpoint!)).history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(kept.files.weights).toEqual(first.files.weights);
});

test('a continued run that is told to go on for one epoch pauses at the end of the epoch that it is in', async () => {
  const bench = new Bench();
  const { checkpoint } = await bench.train(1, recipeOf('preset=softmax&epochs=2&batch-size=8'));
  const recipe = recipeOf('preset=softmax&epochs=6&batch-size=8');
  bench.bench.train({ type: 'train', run: 1, recipe, checkpoint });
  bench.bench.pause();
  await bench.wait('paused');
  bench.bench.resume(true);
  await bench.wait('paused', 2);
  expect(bench.of('epoch').map(({ record }) => record.epoch)).toEqual([1, 2, 3]);
  bench.bench.stop(true);
  await bench.wait('run-ended', 2);
});

test('a run that begins before all pictures are here says that it is of the first', async () => {
  const bench = new Bench({ complete: false, own: false, test: pictures(0) });
  const change = { limit: 20, sample: 'stratified' } as const;
  await bench.train(1, recipeOf('preset=softmax&epochs=1', change));
  const [started] = bench.of('run-started');
  expect(started?.recipe.settings).toMatchObject({ limit: 20, sample: 'first', validation: 'held-out' });
});

test('a run of one’s own data takes them all, also more than the page’s own data set has', async () => {
  const count = 60_001;
  const dot = { images: new Uint8Array(count), labels: new Uint8Array(count), height: 1, width: 1 };
  dot.labels.fill(1, 1).fill(0, 30_000);
  const bench = new Bench({
    train: { ...dot, count, channels: 1 },
    test: {
      images: new Uint8Array(2),
      labels: Uint8Array.of(0, 1),
      count: 2,
      height: 1,
      width: 1,
      channels: 1,
    },
  });
  await bench.train(1, recipeOf('preset=softmax&epochs=1&batch-size=4096'));
  expect(bench.of('run-started')).toMatchObject([{ images: count, recipe: { settings: { limit: null } } }]);
});

test('a run that no longer improves ends early', async () => {
  // What it learns is the reverse of what it is validated on.
  const bench = new Bench({ test: pictures(10, true) });
  await bench.train(1, recipeOf('preset=softmax&epochs=20&batch-size=4&learning-rate=0.1&patience=2'));
  expect(bench.of('run-ended')).toMatchObject([{ ending: { status: 'stopped-early' } }]);
  expect(bench.of('epoch')).toHaveLength(3);
});

test('the result of an earlier epoch says that it is one', async () => {
  const bench = new Bench();
  await bench.train(1, recipeOf('preset=softmax&epochs=2&batch-size=8'));
  const before = bench.of('evaluation').length;
  bench.bench.showEpoch(0);
  expect(await bench.wait('evaluation', before + 1)).toMatchObject({ run: 1, past: true });
  bench.bench.showEpoch(undefined);
  expect(await bench.wait('evaluation', before + 2)).toMatchObject({ run: 1, past: false });
});
