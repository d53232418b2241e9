// What the benchmarks train: three presets' models, on Fashion-MNIST (four IDX files in a folder) or on images like it.
import { readFileSync } from 'node:fs';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { RandomStream } from '@atelier/random';
import { useWasmBackend } from '@atelier/training';

// Makes the models' initial weights.
await useWasmBackend();

export const workloads = {
  'mlp-32': { hidden: [32], dropout: 0 },
  'mlp-128': { hidden: [128], dropout: 0 },
  'mlp-deep': { hidden: [256, 128, 64], dropout: 0.2 },
};

/** @param {{ hidden: number[], dropout: number }} workload */
export function buildModel({ hidden, dropout }) {
  const model = sequential();
  model.add(layers.rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }));
  model.add(layers.flatten());
  for (const units of hidden) {
    model.add(layers.dense({ units, activation: 'relu', kernelInitializer: 'glorotUniform' }));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
  }
  model.add(layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform' }));
  return model;
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

export const program = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  batchSize: 32,
  globalClipNorm: null,
  seed: 1,
};
