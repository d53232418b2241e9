// Contestant: tfjs-layers' own `model.fit` on the WASM backend, or on the one in plain JavaScript.
import { createInterface } from 'node:readline';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend, version_core } from '@tensorflow/tfjs-core';
import { build, samples } from './tfjs-network.js';

const config = JSON.parse(process.argv[2]);
await setBackend(config.backend);
const { images, labels } = samples(config, 'train', config.images);
const model = build(config, []);
const { batchSize } = config;
console.log(
  JSON.stringify({
    type: 'ready',
    software: `TensorFlow.js ${version_core}`,
    details: `${config.backend} backend, Node ${process.versions.node}`,
  }),
);
for await (const request of createInterface({ input: process.stdin })) {
  if (request !== 'epoch') throw new Error(`Unknown request ${request}; there is: epoch`);
  const begin = performance.now();
  const { history } = await model.fit(images, labels, { epochs: 1, batchSize, shuffle: true });
  const seconds = (performance.now() - begin) / 1000;
  console.log(JSON.stringify({ type: 'epoch', seconds, loss: history.loss[0] }));
}
