import * as activations from '../runtime/activations.ts';
import type { ActivationFunction } from '../runtime/activations.ts';
import { erf } from '../runtime/erf.ts';
import {
  type ArrayValue,
  broadcast,
  concat,
  each,
  eachChannel,
  globalPool,
  matMul,
  pad,
  reshape,
  transpose,
} from './arrays.ts';
import type { AttributeProto } from './onnx_pb.ts';
import { convolve, pool, type Window } from './windows.ts';

type Attributes = ReadonlyMap<string, AttributeProto>;
type Operator = (inputs: readonly ArrayValue[], attributes: Attributes) => ArrayValue;

/** ONNX's operators by their names, as far as exported classifiers use them. */
export const operators: Readonly<Record<string, Operator | undefined>> = {
  Add: ([a, b]) => broadcast(a!, b!, (x, y) => x + y),
  AveragePool: ([input], attributes) => pool(input!, windowOf(attributes), false),
  BatchNormalization: ([input, gamma, beta, mean, variance], attributes) => {
    const epsilon = attributes.get('epsilon')?.f ?? 1e-5;
    return eachChannel(input!, (value, channel) => {
      const scale = gamma!.values[channel]! / Math.sqrt(variance!.values[channel]! + epsilon);
      return (value - mean!.values[channel]!) * scale + beta!.values[channel]!;
    });
  },
  Cast: ([input]) => input!,
  Clip: ([input, low, high]) =>
    each(input!, (value) => Math.min(Math.max(value, low!.values[0]!), high!.values[0]!)),
  Concat: (inputs, attributes) => concat(inputs, Number(attributes.get('axis')?.i)),
  Conv: ([input, kernel, bias], attributes) =>
    convolve(input!, kernel!, bias, windowOf(attributes), Number(attributes.get('group')?.i ?? 1n)),
  Elu: activation(activations.elu),
  Erf: ([input]) => each(input!, erf),
  GlobalAveragePool: ([input]) =>
    globalPool(input!, (row) => row.reduce((sum, value) => sum + value, 0) / row.length),
  GlobalMaxPool: ([input]) => globalPool(input!, (row) => row.reduce((most, value) => Math.max(most, value))),
  HardSigmoid: activation(activations.hardSigmoid),
  Identity: ([input]) => input!,
  LeakyRelu: ([input], attributes) => {
    const alpha = attributes.get('alpha')?.f ?? 0.01;
    return each(input!, (value) => (value < 0 ? alpha * value : value));
  },
  LogSoftmax: activation(activations.logSoftmax),
  MatMul: ([a, b]) => matMul(a!, b!),
  MaxPool: ([input], attributes) => pool(input!, windowOf(attributes), true),
  Mul: ([a, b]) => broadcast(a!, b!, (x, y) => x * y),
  Pad: ([input, pads, value]) => pad(input!, Array.from(pads!.values), value!.values[0]!),
  Relu: activation(activations.relu),
  Reshape: ([input, shape]) => reshape(input!, Array.from(shape!.values)),
  Selu: activation(activations.selu),
  Sigmoid: activation(activations.sigmoid),
  Softmax: activation(activations.softmax),
  Softplus: activation(activations.softplus),
  Softsign: activation(activations.softsign),
  Tanh: activation(activations.tanh),
  Transpose: ([input], attributes) => transpose(input!, integers(attributes, 'perm')),
};

function activation(compute: ActivationFunction): Operator {
  return ([input]) => ({ ...input!, values: compute(input!.values, input!.shape.at(-1) ?? 1) });
}

function windowOf(attributes: Attributes): Window {
  return {
    size: integers(attributes, 'kernel_shape'),
    strides: integers(attributes, 'strides'),
    pads: integers(attributes, 'pads'),
  };
}

function integers(attributes: Attributes, name: string): number[] {
  return (attributes.get(name)?.ints ?? []).map(Number);
}
