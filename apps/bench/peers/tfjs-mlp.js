// The model and the data, as a TensorFlow.js user writes them. Nothing here is Atelier's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor2d, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** Tensors of pixels in 0..1, `[count, pixels]`, and of labels, `[count, 1]`; part is train or t10k. */
export function samples(folder, part) {
  const labels = readFileSync(join(folder, `${part}-labels-idx1-ubyte`)).subarray(8);
  const images = readFileSync(join(folder, `${part}-images-idx3-ubyte`)).subarray(16);
  const pixels = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) pixels[i] = images[i] / 255;
  return {
    images: tensor2d(pixels, [labels.length, images.length / labels.length]),
    labels: tensor2d(Float32Array.from(labels), [labels.length, 1]),
  };
}

export function build({ pixels, classes, hidden, dropout, optimizer }, metrics) {
  const model = sequential();
  for (const [index, units] of hidden.entries()) {
    const inputShape = index === 0 ? { inputShape: [pixels] } : {};
    const kernelInitializer = 'glorotUniform';
    model.add(layers.dense({ units, activation: 'relu', kernelInitializer, ...inputShape }));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
  }
  model.add(layers.dense({ units: classes, activation: 'softmax', kernelInitializer: 'glorotUniform' }));
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  model.compile({
    optimizer: train.adam(learningRate, beta1, beta2, epsilon),
    loss: 'sparseCategoricalCrossentropy',
    metrics,
  });
  return model;
}
