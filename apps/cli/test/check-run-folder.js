// `node check-run-folder.js RUN`: checks a run on the real data: all files are there, the numbers are plausible, and stock TensorFlow.js
// loads the model and predicts what `atelier predict` printed for test image 0.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadDataset } from '@atelier/datasets';
import '@tensorflow/tfjs-backend-wasm';
import { io, setBackend, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';

const run = resolve(process.argv[2]);
const bin = join(import.meta.dirname, '../bin/atelier.js');
const figures = ['loss', 'accuracy', 'reliability', 'confusion'].flatMap((name) => [
  `plots/${name}.svg`,
  `plots/${name}.png`,
]);
for (const file of [
  'run.json',
  'history.csv',
  'model/model.json',
  'model/weights.bin',
  'report.html',
  ...figures,
]) {
  assert.ok(statSync(join(run, file)).size > 0, `${file} is empty`);
}

const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
assert.equal(record.status, 'completed');
assert.equal(record.dataset.counts.train, 60_000);
assert.ok(record.test.accuracy > 0.8, `test accuracy ${record.test.accuracy}`);
assert.ok(record.history.every(({ loss }) => loss > 0 && loss < 1));

const printed = JSON.parse(
  execFileSync(process.execPath, [bin, 'predict', run, '--test-index', '0', '--json'], { encoding: 'utf8' }),
);
await setBackend('wasm');
const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(run, 'model/model.json'), 'utf8'));
const weightData = Uint8Array.from(readFileSync(join(run, 'model/weights.bin'))).buffer;
const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
const model = await loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
const { test } = await loadDataset('fashion-mnist');
const stock = model.predict(tensor(test.images.subarray(0, 784), [1, 28, 28, 1], 'float32')).dataSync();
for (const [index, probability] of stock.entries()) {
  assert.ok(Math.abs(probability - printed.probabilities[index]) < 1e-5, `class ${index}`);
}
console.log(`${run}: whole; test accuracy ${record.test.accuracy}`);
