// Prints how many of some short trainings on 3 threads end otherwise than on one. A test runs it with flags of V8.
import { RandomStream } from '@atelier/random';
import { engineModel, useWasmBackend } from '@atelier/training';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { simdEngine } from '../dist/index.js';

await useWasmBackend();
const random = new RandomStream(1, 'threads alike');
const model = engineModel(
  sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [9, 31, 1] }),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'tanh' }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  }),
);
const count = 7;
const images = new Uint8Array(count * 279).map(() => random.below(256));
const labels = new Uint8Array(count).map(() => random.below(2));
const samples = { images, labels, count, height: 9, width: 31, channels: 1 };
const optimizer = { name: 'sgd', learningRate: 1 };
const config = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer,
  batchSize: 5,
  globalClipNorm: null,
  seed: 7,
};
const order = Uint32Array.from({ length: 1000 }, (_, index) => (index * 3) % count);

async function train(threads) {
  const session = await simdEngine({ threads }).prepare(model, config);
  const loaded = await session.load(samples);
  await session.trainSteps(loaded, { order, learningRates: new Float64Array(200).fill(0.1), firstStep: 0 });
  const weights = await session.getWeights();
  await session.dispose();
  return JSON.stringify(weights.map(({ values }) => [...values]));
}

const alone = await train(1);
let others = 0;
for (let training = 0; training < 5; training++) if ((await train(3)) !== alone) others++;
console.log(others);
