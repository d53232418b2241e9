// What the benchmarks train: three dense presets' models and two convolutional ones, on Fashion-MNIST (four IDX files in a folder) or on images like it.
import { readFileSync } from 'node:fs';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { RandomStream } from '@atelier/random';
import { useWasmBackend } from '@atelier/training';

// Makes the models' initial weights.
await useWasmBackend();

const glorot = { kernelInitializer: 'glorotUniform' };
const classes = () => layers.dense({ units: 10, activation: 'softmax', ...glorot });
const normalized = (filters) => [
  layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, ...glorot }),
  layers.batchNormalization(),
  layers.activation({ activation: 'relu' }),
];

/** Each gives the layers after the rescaling. */
export const workloads = {
  'mlp-32': () => dense([32], 0),
  'mlp-128': () => dense([128], 0),
  'mlp-deep': () => dense([256, 128, 64], 0.2),
  cnn: () => [
    layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', ...glorot }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu', ...glorot }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    classes(),
  ],
  'cnn-normalized': () => [
    ...normalized(32),
    layers.maxPooling2d({ poolSize: 2 }),
    ...normalized(64),
    layers.maxPooling2d({ poolSize: 2 }),
    ...normalized(64),
    layers.globalAveragePooling2d({}),
    classes(),
  ],
};

/** @param {() => import('@tensorflow/tfjs-layers').layers.Layer[]} workload */
export function buildModel(workload) {
  return sequential({
    layers: [layers.rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }), ...workload()],
  });
}

export function dense(hidden, dropout) {
  const model = [layers.flatten()];
  for (const units of hidden) {
    model.push(layers.dense({ units, activation: 'relu', ...glorot }));
    if (dropout > 0) model.push(layers.dropout({ rate: dropout }));
  }
  return [...model, classes()];
}

/** The training set: read from a folder, or synthetic with as many zeros (half of the pixels). */
export function trainingSamples(folder, count = 60_000) {
  const shape = { count, height: 28, width: 28, channels: 1 };
  if (folder) {
    const images = readFileSync(`${folder}/train-images-idx3-ubyte`).subarray(16, 16 + count * 784);
    const labels = readFileSync(`${folder}/train-labels-idx1-ubyte`).subarray(8, 8 + count);
    return { ...shape, images: new Uint8Array(images), labels: new Uint8Array(labels) };
  }
  const random = new RandomStream(1, 'bench');
  const labels = new Uint8Array(count).map(() => random.below(10));
  const images = new Uint8Array(count * 784).map((_, i) => {
    const lit = (i * 7 + labels[Math.floor(i / 784)] * 31) % 97 < 48;
    return lit ? 1 + random.below(255) : 0;
  });
  return { ...shape, images, labels };
}

export const config = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  batchSize: 32,
  globalClipNorm: null,
  seed: 1,
};
