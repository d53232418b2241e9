import {
  input as inputLayer,
  layers,
  type LayersModel,
  model as modelOf,
  regularizers,
  SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { NamedTensor } from '../model/named-tensor.ts';
import { readWeights } from '../model/weights.ts';
import { assignWeights } from '../tfjs/assign-weights.ts';
import { linearCongruential } from './linear-congruential.ts';
import type { TrajectoryActivation, TrajectoryLayer } from './trajectory-layer.ts';
import type { Trajectory } from './trajectory.ts';

type Layer = LayersModel['layers'][number];

/** The trajectory's model with its initial weights. */
export function trajectoryModel(trajectory: Trajectory): LayersModel {
  const input = inputLayer({ shape: [...trajectory.input] });
  const start = applied(layers.rescaling({ scale: 1 / 255 }), [input]);
  const outputs: SymbolicTensor[] = [];
  for (const [index, layer] of trajectory.layers.entries()) {
    const taken = (layer.inputs ?? [index - 1]).map((position) => outputs[position] ?? start);
    outputs.push(layersOf(layer, trajectory).reduce((value, each) => [applied(each, value)], taken)[0]!);
  }
  const model = modelOf({ inputs: input, outputs: outputs.at(-1) ?? start });
  const random = linearCongruential(trajectory.init.seed);
  assignWeights(
    model,
    readWeights(model).map((weight) => glorotUniform(weight, random)),
  );
  return model;
}

function applied(layer: Layer, [first, ...others]: readonly SymbolicTensor[]): SymbolicTensor {
  if (!first) throw new RangeError(`Layer "${layer.name}" takes no input`);
  const output = layer.apply(others.length === 0 ? first : [first, ...others]);
  if (output instanceof SymbolicTensor) return output;
  throw new TypeError(`Layer "${layer.name}" has several outputs`);
}

/** The TensorFlow.js layers for one layer: itself, and possibly its activation. */
function layersOf(layer: TrajectoryLayer, trajectory: Trajectory): readonly Layer[] {
  switch (layer.type) {
    case 'flatten':
      return [layers.flatten()];
    case 'dense': {
      const { units, useBias } = layer;
      const kernelRegularizer = regularizer(trajectory);
      return withActivation(layer.activation, (activation) =>
        layers.dense({ units, useBias, activation, kernelRegularizer }),
      );
    }
    case 'conv2d': {
      const { filters, kernelSize, strides, padding, useBias } = layer;
      const kernelRegularizer = regularizer(trajectory);
      return withActivation(layer.activation, (activation) =>
        layers.conv2d({ filters, kernelSize, strides, padding, useBias, activation, kernelRegularizer }),
      );
    }
    case 'depthwiseConv2d': {
      const { depthMultiplier, kernelSize, strides, padding, useBias } = layer;
      const settings = { depthMultiplier, kernelSize, strides, padding, useBias };
      const depthwiseRegularizer = regularizer(trajectory);
      return withActivation(layer.activation, (activation) =>
        layers.depthwiseConv2d({ ...settings, activation, depthwiseRegularizer }),
      );
    }
    case 'maxPooling2d':
    case 'averagePooling2d': {
      const { poolSize, strides = poolSize, padding } = layer;
      const pooling = layer.type === 'maxPooling2d' ? layers.maxPooling2d : layers.averagePooling2d;
      return [pooling({ poolSize, strides, padding })];
    }
    case 'globalAveragePooling2d':
      return [layers.globalAveragePooling2d({})];
    case 'globalMaxPooling2d':
      return [layers.globalMaxPooling2d({})];
    case 'batchNormalization':
      return [layers.batchNormalization({ epsilon: layer.epsilon, momentum: layer.momentum })];
    case 'activation':
      return withActivation(layer.activation, (activation) => layers.activation({ activation }));
    case 'add':
      return [layers.add()];
    case 'concatenate':
      return [layers.concatenate()];
  }
}

/** A layer with an activation; TensorFlow.js has a layer of its own for the one that it has no name for. */
function withActivation(
  activation: TrajectoryActivation,
  make: (name: Exclude<TrajectoryActivation, 'leakyRelu'>) => Layer,
): readonly Layer[] {
  if (activation !== 'leakyRelu') return [make(activation)];
  return [make('linear'), layers.leakyReLU({ alpha: 0.3 })];
}

function regularizer({ l1, l2 }: Trajectory): ReturnType<typeof regularizers.l1l2> | undefined {
  return l1 > 0 || l2 > 0 ? regularizers.l1l2({ l1, l2 }) : undefined;
}

/** Kernels are uniform within Glorot's limits; weights of one axis keep TensorFlow.js's initial 0 or 1. */
function glorotUniform({ name, shape, values }: NamedTensor, random: () => number): NamedTensor {
  const [fanIn, fanOut] = [shape.toSpliced(-1, 1), shape.toSpliced(-2, 1)].map((axes) =>
    axes.reduce((size, length) => size * length, 1),
  );
  if (shape.length < 2) return { name, shape, values };
  const limit = Math.sqrt(6 / (fanIn! + fanOut!));
  return { name, shape, values: values.map(() => (2 * random() - 1) * limit) };
}
