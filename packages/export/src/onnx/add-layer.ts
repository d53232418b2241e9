import type { Layer } from '@atelier/network';
import type { NamedTensor } from '@atelier/training';
import { addActivation } from './add-activation.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { transposeKernel } from './transpose-kernel.ts';

/**
 * Adds a layer's nodes and weights. Names of nodes and weights are the layer's own.
 *
 * @param weights in the order of `layer.weights`
 */
export function addLayer(
  graph: GraphBuilder,
  layer: Layer,
  inputs: readonly Value[],
  weights: readonly NamedTensor[],
): Value {
  const { name, kind, config, outputShape } = layer;
  const input = inputs[0]!;
  const axes = outputShape.length + 1;
  const first = (): Value => graph.withLayout(input, 'channels first');
  const last = (): Value => graph.withLayout(input, 'channels last');
  const like = (value: Value, output: string): Value => ({ ...value, name: output, axes });
  switch (kind) {
    case 'Activation':
      return addActivation(graph, name, config.activation, input);
    case 'Softmax':
      return addActivation(graph, name, 'softmax', input);
    case 'ELU':
      return addActivation(graph, name, 'elu', input);
    case 'Dropout':
      return input;
    case 'LeakyReLU': {
      const alpha = { float: config.alpha };
      return like(input, graph.node(name, 'LeakyRelu', [input.name], { alpha }));
    }
    case 'ReLU':
      return like(
        input,
        config.maxValue === null
          ? graph.node(name, 'Relu', [input.name])
          : graph.node(name, 'Clip', [input.name, graph.number(0), graph.number(config.maxValue)]),
      );
    case 'Rescaling': {
      const { scale, offset } = config;
      const scaled = graph.node(`${name}/scaled`, 'Mul', [input.name, graph.number(scale)]);
      return like(input, offset === 0 ? scaled : graph.node(name, 'Add', [scaled, graph.number(offset)]));
    }
    case 'Flatten':
    case 'Reshape': {
      const shape = graph.integers(`${name}/shape`, [-1, ...outputShape]);
      const output = graph.node(name, 'Reshape', [last().name, shape]);
      return { name: output, axes, layout: 'channels last' };
    }
    case 'Add':
    case 'Concatenate': {
      const [layout] = inputs.map((each) => each.layout);
      const alike = inputs.map((each) => graph.withLayout(each, layout!).name);
      if (kind === 'Add') {
        // Two at a time: the order of a sum of several is not said.
        return like(
          input,
          alike.reduce((sum, each, index) =>
            graph.node(index === alike.length - 1 ? name : `${name}/${index}`, 'Add', [sum, each]),
          ),
        );
      }
      const axis = layout === 'channels first' ? 1n : -1n;
      return like(input, graph.node(name, 'Concat', alike, { axis }));
    }
    case 'BatchNormalization':
      return addNormalization(graph, layer, first(), weights);
    case 'Dense':
    case 'Conv2D':
    case 'DepthwiseConv2D':
    case 'SeparableConv2D': {
      const linear =
        kind === 'Dense'
          ? addDense(graph, layer, last(), weights)
          : addConvolution(graph, layer, first(), weights);
      return addActivation(graph, `${name}/${config.activation}`, config.activation, linear);
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D': {
      const { poolSize, strides } = config;
      const attributes = { kernel_shape: poolSize, strides, pads: padsOf(layer, poolSize) };
      const type = kind === 'MaxPooling2D' ? 'MaxPool' : 'AveragePool';
      const value = first();
      return like(value, graph.node(name, type, [value.name], attributes));
    }
    case 'GlobalAveragePooling2D':
    case 'GlobalMaxPooling2D': {
      const type = kind === 'GlobalAveragePooling2D' ? 'GlobalAveragePool' : 'GlobalMaxPool';
      const pooled = graph.node(`${name}/pooled`, type, [first().name]);
      const shape = graph.integers(`${name}/shape`, [-1, ...outputShape]);
      return { name: graph.node(name, 'Reshape', [pooled, shape]), axes, layout: 'channels last' };
    }
    case 'ZeroPadding2D': {
      const [[top, bottom], [left, right]] = config.padding;
      const value = first();
      const pads = graph.integers(`${name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
      return like(value, graph.node(name, 'Pad', [value.name, pads, graph.number(0)]));
    }
  }
}

function addNormalization(
  graph: GraphBuilder,
  { name, config, outputShape }: Layer<'BatchNormalization'>,
  value: Value,
  weights: readonly NamedTensor[],
): Value {
  const channels = outputShape.at(-1)!;
  const given = new Map(weights.map((weight) => [weight.name, weight.values]));
  const vector = (what: string, fallback: number): string =>
    graph.floats(
      `${name}/${what}`,
      [channels],
      given.get(`${name}/${what}`) ?? new Float32Array(channels).fill(fallback),
    );
  const inputs = [
    vector('gamma', 1),
    vector('beta', 0),
    vector('moving_mean', 0),
    vector('moving_variance', 1),
  ];
  const epsilon = { float: config.epsilon };
  return { ...value, name: graph.node(name, 'BatchNormalization', [value.name, ...inputs], { epsilon }) };
}

function addDense(
  graph: GraphBuilder,
  { name, outputShape }: Layer<'Dense'>,
  value: Value,
  [kernel, bias]: readonly NamedTensor[],
): Value {
  const product = graph.node(`${name}/product`, 'MatMul', [value.name, floats(graph, kernel!)]);
  const output = bias ? graph.node(name, 'Add', [product, floats(graph, bias)]) : product;
  return { name: output, axes: outputShape.length + 1, layout: 'channels last' };
}

function addConvolution(
  graph: GraphBuilder,
  layer: Layer<'Conv2D' | 'DepthwiseConv2D' | 'SeparableConv2D'>,
  value: Value,
  weights: readonly NamedTensor[],
): Value {
  const { name, kind, config, inputShapes } = layer;
  const { kernelSize, strides } = config;
  const window = { kernel_shape: kernelSize, strides, pads: padsOf(layer, kernelSize) };
  const channels = inputShapes[0]!.at(-1)!;
  const conv = (
    output: string,
    input: string,
    attributes: typeof window,
    tensors: readonly NamedTensor[],
    groups = 1,
  ) => {
    const [kernel, bias] = tensors;
    const transposed = transposeKernel(kernel!, groups > 1 || kernel!.name.endsWith('/depthwise_kernel'));
    const inputs = [input, floats(graph, transposed), ...(bias ? [floats(graph, bias)] : [])];
    return graph.node(output, 'Conv', inputs, { ...attributes, group: BigInt(groups) });
  };
  if (kind === 'Conv2D') return { ...value, name: conv(name, value.name, window, weights) };
  if (kind === 'DepthwiseConv2D') {
    return { ...value, name: conv(name, value.name, window, weights, channels) };
  }
  const [deep, ...point] = weights;
  const between = conv(`${name}/depthwise`, value.name, window, [deep!], channels);
  const unit = { kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0] } as const;
  return { ...value, name: conv(name, between, unit, point) };
}

function floats(graph: GraphBuilder, { name, shape, values }: NamedTensor): string {
  return graph.floats(name, shape, values);
}

/** `[top, left, bottom, right]`; where the number is odd, the bottom and the right have more, as in TensorFlow. */
function padsOf(
  {
    config: { padding, strides },
    inputShapes,
    outputShape,
  }: Layer<'Conv2D' | 'DepthwiseConv2D' | 'SeparableConv2D' | 'MaxPooling2D' | 'AveragePooling2D'>,
  window: readonly [number, number],
): readonly [top: number, left: number, bottom: number, right: number] {
  if (padding === 'valid') return [0, 0, 0, 0];
  const [vertical, horizontal] = ([0, 1] as const).map((axis) =>
    Math.max(0, (outputShape[axis]! - 1) * strides[axis] + window[axis] - inputShapes[0]![axis]!),
  );
  const [top, left] = [Math.floor(vertical! / 2), Math.floor(horizontal! / 2)];
  return [top, left, vertical! - top, horizontal! - left];
}
