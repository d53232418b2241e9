import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-wasm';
import { io, setBackend, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { runSchema } from '@atelier/runs/record';
import { atelier, filesIn, readJson } from './program.ts';

const predictionSchema = z.object({ probabilities: z.array(z.number()) });

const folder = inject('trained');

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
    await setBackend('wasm');
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
