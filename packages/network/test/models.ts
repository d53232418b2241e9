import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';

type TfjsLayer = LayersModel['layers'][number];

/** TensorFlow.js makes initial weights as soon as a model is built: it needs a backend. */
export async function startTfjs(): Promise<void> {
  await setBackend('wasm');
}

/** Applies a layer that has one output. */
export function apply(layer: TfjsLayer, to: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  const output = layer.apply(to);
  if (Array.isArray(output) || !('sourceLayer' in output)) throw new TypeError('The output is symbolic');
  return output;
}

/** A chain with every kind of image layer. */
export function convolutional(): LayersModel {
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [12, 11, 1] }),
      layers.conv2d({
        filters: 4,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelRegularizer: 'l1l2',
      }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 3],
        ],
      }),
      layers.depthwiseConv2d({ kernelSize: [3, 2], depthMultiplier: 2, strides: [2, 1], trainable: false }),
      layers.dropout({ rate: 0.2 }),
      layers.separableConv2d({ filters: 3, kernelSize: 2, padding: 'same' }),
      layers.averagePooling2d({ poolSize: [2, 3], strides: 1, padding: 'same' }),
      layers.batchNormalization({ scale: false, center: false }),
      layers.leakyReLU(),
      layers.reLU({ maxValue: 6 }),
      layers.globalAveragePooling2d({}),
      layers.dropout({ rate: 0.1 }),
      layers.dense({ units: 3, activation: 'softmax', useBias: false }),
    ],
  });
}

/** Branches that meet again, one of them twice as long; a value is used three times. */
export function branching(): LayersModel {
  const image = input({ shape: [6, 5, 2] });
  const short = apply(layers.conv2d({ filters: 3, kernelSize: 1, name: 'short' }), image);
  const first = apply(layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'first' }), image);
  const second = apply(layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', name: 'second' }), first);
  const sum = apply(layers.add({ name: 'sum' }), [second, short]);
  const joined = apply(layers.concatenate({ name: 'joined' }), [short, sum, first]);
  const normal = apply(layers.batchNormalization({ name: 'normal' }), joined);
  const pooled = apply(layers.globalMaxPooling2d({ name: 'pooled' }), normal);
  const outputs = apply(layers.softmax(), apply(layers.dense({ units: 4, name: 'last' }), pooled));
  return model({ inputs: image, outputs });
}

/** Reshapes, activations and frozen layers. */
export function dense(): LayersModel {
  return sequential({
    layers: [
      layers.inputLayer({ inputShape: [4, 3, 1] }),
      layers.dense({ units: 3, activation: 'hardSigmoid' }),
      layers.reshape({ targetShape: [6, 6] }),
      layers.dense({ units: 2, useBias: false, trainable: false, kernelConstraint: 'nonNeg' }),
      layers.elu(),
      layers.flatten(),
      layers.activation({ activation: 'tanh' }),
      layers.dense({ units: 1, activation: 'sigmoid', biasRegularizer: 'l1l2' }),
    ],
  });
}
