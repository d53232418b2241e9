import { activate } from './activate.ts';
import type { PlannedLayer } from './classifier-data.ts';
import { convolve, convolveDepthwise, type Window } from './convolution.ts';
import { pool } from './pooling.ts';

/** A layer's weights by their names, row-major. */
export type LayerWeights = Readonly<Record<string, Float32Array>>;

/**
 * What a layer makes of one sample, without dropout.
 *
 * @param inputs row-major, of `layer.inputShapes`
 * @returns row-major, of `layer.outputShape`; it may be an input itself
 */
export function runLayer(
  layer: PlannedLayer,
  inputs: readonly Float32Array[],
  weights: LayerWeights,
): Float32Array {
  const { kind, config, inputShapes, outputShape } = layer;
  const input = inputs[0]!;
  const shape = inputShapes[0]!;
  const width = outputShape.at(-1)!;
  switch (kind) {
    case 'Activation':
      return activate(config.activation, input, width);
    case 'Add':
      return input.map((_, at) => inputs.reduce((sum, values) => sum + values[at]!, 0));
    case 'AveragePooling2D':
    case 'MaxPooling2D':
      return pool(input, shape, { ...config, size: config.poolSize }, outputShape, kind[0] === 'M');
    case 'BatchNormalization': {
      const { gamma, beta, moving_mean: mean, moving_variance: variance } = weights;
      return input.map((value, at) => {
        const channel = at % width;
        const scale = (gamma?.[channel] ?? 1) / Math.sqrt(variance![channel]! + config.epsilon);
        return (value - mean![channel]!) * scale + (beta?.[channel] ?? 0);
      });
    }
    case 'Concatenate':
      return concatenate(
        inputs,
        inputShapes.map((each) => each.at(-1)!),
        width,
      );
    case 'Conv2D':
    case 'Dense':
    case 'DepthwiseConv2D':
    case 'SeparableConv2D':
      return activate(config.activation, linear(layer, input, weights), width);
    case 'Dropout':
    case 'Flatten':
    case 'Reshape':
      return input;
    case 'ELU':
      return activate('elu', input, width);
    case 'GlobalAveragePooling2D':
    case 'GlobalMaxPooling2D': {
      const [height = 1, columns = 1] = shape;
      const whole: Window = { size: [height, columns], strides: [1, 1], padding: 'valid' };
      return pool(input, shape, whole, [1, 1], kind === 'GlobalMaxPooling2D');
    }
    case 'LeakyReLU':
      return input.map((value) => (value > 0 ? value : config.alpha * value));
    case 'ReLU':
      return input.map((value) => Math.min(Math.max(value, 0), config.maxValue ?? Infinity));
    case 'Rescaling':
      return input.map((value) => value * config.scale + config.offset);
    case 'Softmax':
      return activate('softmax', input, width);
    case 'ZeroPadding2D':
      return padded(input, shape, outputShape, [config.padding[0][0], config.padding[1][0]]);
  }
}

const unit = { size: [1, 1], strides: [1, 1], padding: 'valid' } as const;

function linear(
  layer: PlannedLayer<'Conv2D' | 'Dense' | 'DepthwiseConv2D' | 'SeparableConv2D'>,
  input: Float32Array,
  { kernel, depthwise_kernel: depthwise, pointwise_kernel: pointwise, bias }: LayerWeights,
): Float32Array {
  const [shape = []] = layer.inputShapes;
  const { outputShape } = layer;
  if (layer.kind === 'Dense') {
    // Over the last axis: a 1x1 convolution of a column of rows.
    const channels = shape.at(-1)!;
    const rows = input.length / channels;
    return convolve(input, [rows, 1, channels], kernel!, bias, unit, [rows, 1, outputShape.at(-1)!]);
  }
  const window = { ...layer.config, size: layer.config.kernelSize };
  if (layer.kind === 'Conv2D') return convolve(input, shape, kernel!, bias, window, outputShape);
  if (layer.kind === 'DepthwiseConv2D') {
    return convolveDepthwise(input, shape, depthwise!, bias, window, outputShape);
  }
  const [height = 1, width = 1, filters = 1] = outputShape;
  const between = [height, width, pointwise!.length / filters];
  const deep = convolveDepthwise(input, shape, depthwise!, undefined, window, between);
  return convolve(deep, between, pointwise!, bias, unit, outputShape);
}

function concatenate(
  inputs: readonly Float32Array[],
  widths: readonly number[],
  width: number,
): Float32Array {
  const joined = new Float32Array(inputs.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const [index, values] of inputs.entries()) {
    const own = widths[index]!;
    for (const [at, value] of values.entries()) {
      joined[Math.floor(at / own) * width + start + (at % own)] = value;
    }
    start += own;
  }
  return joined;
}

function padded(
  input: Float32Array,
  [height = 1, width = 1, channels = 1]: readonly number[],
  outputShape: readonly number[],
  [top, left]: readonly [number, number],
): Float32Array {
  const [rows = 1, columns = 1] = outputShape;
  const output = new Float32Array(rows * columns * channels);
  for (let row = 0; row < height; row++) {
    const start = row * width * channels;
    output.set(input.subarray(start, start + width * channels), ((top + row) * columns + left) * channels);
  }
  return output;
}
