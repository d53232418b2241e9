import type { Spec } from './reference.ts';

/** Five blocks of pixels: the first of the four parts has two. */
export const input = [9, 31, 1] as const;

export const dense: readonly Spec[] = [
  { type: 'rescaling', scale: 1 / 255, offset: 0 },
  { type: 'flatten' },
  { type: 'dense', units: 37, activation: 'relu', l2: 1e-4 },
  { type: 'dropout', rate: 0.2 },
  { type: 'dense', units: 37, activation: 'tanh', l1: 1e-4 },
  { type: 'dense', units: 18, activation: 'elu' },
  { type: 'dense', units: 7, activation: 'softmax' },
];

/** Bytes, patches and Winograd's algorithm in tiles of both sizes, pools, normalization, residual blocks, branches. */
export const pictures: readonly Spec[] = [
  { type: 'rescaling', scale: 1 / 255, offset: 0, inputs: [-1] },
  { type: 'conv', filters: 10, size: [3, 3], padding: 'same', useBias: false },
  { type: 'normalization' },
  { type: 'relu' },
  { type: 'conv', filters: 10, size: [3, 3], padding: 'same', activation: 'relu', l2: 1e-4 },
  { type: 'add', inputs: [3, 4] },
  { type: 'pool', kind: 'max', size: [2, 2], strides: [2, 2], padding: 'same' },
  { type: 'conv', filters: 10, size: [3, 3], padding: 'same' },
  { type: 'normalization' },
  { type: 'add', inputs: [6, 8] },
  { type: 'depthwise', multiplier: 1, size: [3, 3], strides: [2, 2], activation: 'tanh' },
  { type: 'conv', filters: 6, size: [3, 4], strides: [2, 2], inputs: [9] },
  { type: 'concatenate', inputs: [10, 11] },
  { type: 'dropout', rate: 0.2 },
  { type: 'flatten' },
  { type: 'dense', units: 7, activation: 'softmax' },
];

/** So wide that eight threads own two slices of the units in each part of the pixels. */
export const wideDense: readonly Spec[] = [
  { type: 'rescaling', scale: 1 / 255, offset: 0 },
  { type: 'flatten' },
  { type: 'dense', units: 130, activation: 'relu' },
  { type: 'dense', units: 7, activation: 'softmax' },
];

/** Two threads own parts of the inputs of its first two dense layers: a buffer of the step, and what a dropout left. */
export const ownedDense: readonly Spec[] = [
  { type: 'rescaling', scale: 1 / 255, offset: 0 },
  { type: 'conv', filters: 4, size: [3, 3], strides: [3, 5], activation: 'tanh' },
  { type: 'conv', filters: 3, size: [3, 3], strides: [3, 5], inputs: [0] },
  { type: 'concatenate', inputs: [1, 2] },
  { type: 'flatten' },
  { type: 'dense', units: 33, activation: 'tanh' },
  { type: 'dropout', rate: 0.2 },
  { type: 'dense', units: 37, activation: 'relu' },
  { type: 'dense', units: 7, activation: 'softmax' },
];

/**
 * In batches of three, 16 pixels of the depthwise convolution take as many bytes as its gradient's sums, six taps of eight chunks, and these
 * take their place while the convolution's gradient is made of them.
 */
export const tenants: readonly Spec[] = [
  { type: 'rescaling', scale: 1 / 255, offset: 0 },
  { type: 'depthwise', multiplier: 1, size: [2, 3], strides: [2, 9], useBias: false },
  { type: 'conv', filters: 4, size: [1, 1] },
  { type: 'flatten' },
  { type: 'dense', units: 7, activation: 'softmax' },
];
