import { io, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { useWasmBackend } from '@atelier/training';
import { expect, test } from 'vitest';
import { modelOf } from '../test/example-models.ts';
import { checkExport } from './check-export.ts';
import { runNetwork } from './run-network.ts';
import { tfjs } from './tfjs.ts';

test('stock TensorFlow.js loads the model, and finds the class names', async () => {
  await useWasmBackend();
  const layers = [
    ['Conv2D', { filters: 2, kernel_size: 3 }],
    ['Flatten'],
    ['Dense', { units: 3, activation: 'softmax' }],
  ] as const;
  const model = modelOf('three', layers, ['a', '</script>', '\u2028']);
  const files = await tfjs.write(model, 'shoes.json', {});
  expect(Object.keys(files)).toEqual(['shoes.json', 'shoes.weights.bin']);
  const { weightsManifest, ...artifacts } = JSON.parse(String(files['shoes.json']));
  expect(artifacts.userDefinedMetadata.classNames).toEqual(model.classNames);
  expect(weightsManifest[0].paths).toEqual(['shoes.weights.bin']);
  const weights = files['shoes.weights.bin'];
  if (!(weights instanceof Uint8Array)) throw new TypeError('bytes');
  const stock = await loadLayersModel(
    io.fromMemory({
      ...artifacts,
      weightSpecs: weightsManifest[0].weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
  const images = Uint8Array.from({ length: 9 * 8 * 3 }, (_, at) => (at * 7) % 256);
  const output = stock.predict(tensor(Float32Array.from(images), [1, 9, 8, 3]));
  if (Array.isArray(output)) throw new TypeError('one output');
  const outputs = Float32Array.from(output.dataSync());
  expect(await checkExport(runNetwork(model), { images, count: 1, outputs })).toBeLessThan(1e-5);
});
