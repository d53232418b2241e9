import type { ActivationName } from '@atelier/network';
import type { GraphBuilder, Value } from './graph-builder.ts';

/** Operators of ONNX that are the activation of TensorFlow.js with their default attributes. */
const operators: Partial<Readonly<Record<ActivationName, string>>> = {
  elu: 'Elu',
  hardSigmoid: 'HardSigmoid',
  logSoftmax: 'LogSoftmax',
  relu: 'Relu',
  selu: 'Selu',
  sigmoid: 'Sigmoid',
  softmax: 'Softmax',
  softplus: 'Softplus',
  softsign: 'Softsign',
  tanh: 'Tanh',
};

/** Adds an activation function; the output has the layout of `value`, but for softmax, which needs the channels last. */
export function addActivation(
  graph: GraphBuilder,
  name: string,
  activation: ActivationName,
  value: Value,
): Value {
  const part = (what: string, type: string, inputs: readonly string[]): string =>
    graph.node(`${name}/${what}`, type, inputs);
  switch (activation) {
    case 'linear':
      return value;
    case 'softmax':
    case 'logSoftmax': {
      const last = graph.withLayout(value, 'channels last');
      return { ...last, name: graph.node(name, operators[activation]!, [last.name], { axis: -1n }) };
    }
    case 'relu6':
      return {
        ...value,
        name: graph.node(name, 'Clip', [value.name, graph.number(0), graph.number(6)]),
      };
    case 'swish':
      return {
        ...value,
        name: graph.node(name, 'Mul', [value.name, part('sigmoid', 'Sigmoid', [value.name])]),
      };
    case 'mish': {
      const gate = part('tanh', 'Tanh', [part('softplus', 'Softplus', [value.name])]);
      return { ...value, name: graph.node(name, 'Mul', [value.name, gate]) };
    }
    case 'gelu': {
      const error = part('erf', 'Erf', [part('scaled', 'Mul', [value.name, graph.number(Math.SQRT1_2)])]);
      const both = part('cdf', 'Add', [error, graph.number(1)]);
      const half = part('half', 'Mul', [value.name, graph.number(0.5)]);
      return { ...value, name: graph.node(name, 'Mul', [half, both]) };
    }
    case 'elu':
    case 'hardSigmoid':
    case 'relu':
    case 'selu':
    case 'sigmoid':
    case 'softplus':
    case 'softsign':
    case 'tanh':
      return { ...value, name: graph.node(name, operators[activation]!, [value.name]) };
  }
}
