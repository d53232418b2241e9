// The model and the data, as a TensorFlow.js user writes them. Nothing here is Atelier's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/**
 * The first images as tensors of pixels in 0..1, `[count, pixels]` for dense layers or `[count, height, width, channels]`, and of labels,
 * `[count, 1]`; part is train or t10k.
 */
export function samples({ data, shape, layers: specified }, part, most = Infinity) {
  const labels = readFileSync(join(data, `${part}-labels-idx1-ubyte`)).subarray(8);
  const images = readFileSync(join(data, `${part}-images-idx3-ubyte`)).subarray(16);
  const size = images.length / labels.length;
  const count = Math.min(labels.length, most);
  const pixels = new Float32Array(count * size);
  for (let i = 0; i < pixels.length; i++) pixels[i] = images[i] / 255;
  return {
    images: tensor(pixels, [count, ...inputShape(shape, specified)]),
    labels: tensor2d(Float32Array.from(labels.subarray(0, count)), [count, 1]),
  };
}

export function build({ shape, classes, layers: specified, optimizer }, metrics) {
  const first = inputShape(shape, specified);
  const model = sequential({ layers: [layers.inputLayer({ inputShape: first })] });
  for (const layer of specified) model.add(layerOf(layer));
  model.add(layers.dense({ units: classes, activation: 'softmax', kernelInitializer: 'glorotUniform' }));
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  model.compile({
    optimizer: train.adam(learningRate, beta1, beta2, epsilon),
    loss: 'sparseCategoricalCrossentropy',
    metrics,
  });
  return model;
}

function inputShape([height, width, channels], specified) {
  const pictures = specified.some(({ kind }) => kind === 'conv');
  return pictures ? [height, width, channels] : [height * width * channels];
}

function layerOf(layer) {
  const fused = { activation: layer.relu ? 'relu' : 'linear', kernelInitializer: 'glorotUniform' };
  switch (layer.kind) {
    case 'conv': {
      const { filters, kernel: kernelSize, padding, bias: useBias } = layer;
      return layers.conv2d({ filters, kernelSize, padding, useBias, ...fused });
    }
    case 'dense':
      return layers.dense({ units: layer.units, ...fused });
    case 'relu':
      return layers.activation({ activation: 'relu' });
    case 'norm':
      return layers.batchNormalization();
    case 'pool':
      return layers.maxPooling2d({ poolSize: layer.size });
    case 'global-average':
      return layers.globalAveragePooling2d({});
    case 'flatten':
      return layers.flatten();
    case 'dropout':
      return layers.dropout({ rate: layer.rate });
    default:
      throw new Error(`TensorFlow.js' contestant has no layer ${layer.kind}`);
  }
}
