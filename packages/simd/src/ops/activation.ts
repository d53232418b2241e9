import {
  ACTIVATION_BACKWARD,
  ACTIVATION_ELU,
  ACTIVATION_FORWARD,
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
} from '../opcodes.ts';
import { type Layer, numberOption, refuseOptions, textOption, unsupported } from '../plan/layer-config.ts';
import type { FloatValue, Value } from '../plan/values.ts';
import { changed, changeGradient, changeValues } from './elementwise.ts';
import type { Op, OpContext } from './op.ts';
import { softmax } from './softmax.ts';
import { widened } from './widen.ts';

const kinds: Readonly<Record<string, number>> = {
  relu: ACTIVATION_RELU,
  elu: ACTIVATION_ELU,
  tanh: ACTIVATION_TANH,
  sigmoid: ACTIVATION_SIGMOID,
};

/** An op that a planner may cut off when a loss takes logits. */
export interface OutputActivation extends Op {
  readonly activation: 'softmax' | 'sigmoid';
  readonly logits: FloatValue;
}

/** An activation by name, as dense and activation layers have it. */
export function namedActivation(layer: Layer, input: FloatValue, context: OpContext): readonly Op[] {
  const name = textOption(layer, 'activation', 'linear');
  if (name === 'linear') return [];
  if (name === 'softmax') return softmax(layer, input, context);
  const kind = kinds[name];
  if (kind === undefined)
    throw unsupported(layer, `has activation ${name}, which the simd engine does not compile`);
  const op = activation(layer.name, input, kind, 1, context);
  const output: OutputActivation = { ...op, activation: 'sigmoid', logits: input };
  return [name === 'sigmoid' ? output : op];
}

/** The Activation layer. */
export function activationLayer(layer: Layer, input: Value, context: OpContext): readonly Op[] {
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, ...namedActivation(layer, value, context)];
}

/** The ReLU layer. */
export function reluLayer(layer: Layer, input: Value, context: OpContext): readonly Op[] {
  refuseOptions(layer, ['maxValue']);
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, activation(layer.name, value, ACTIVATION_RELU, 0, context)];
}

/** The LeakyReLU layer: `x > 0 ? x : alpha * x`. */
export function leakyReluLayer(layer: Layer, input: Value, context: OpContext): readonly Op[] {
  return withAlpha(layer, input, context, ACTIVATION_LEAKY_RELU);
}

/** The ELU layer: `x > 0 ? x : alpha * (exp(x) - 1)`. */
export function eluLayer(layer: Layer, input: Value, context: OpContext): readonly Op[] {
  return withAlpha(layer, input, context, ACTIVATION_ELU);
}

function withAlpha(layer: Layer, input: Value, context: OpContext, kind: number): readonly Op[] {
  const alpha = numberOption(layer, 'alpha');
  if (!(alpha >= 0)) throw unsupported(layer, `has alpha ${alpha}; the simd engine takes 0 and above`);
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, activation(layer.name, value, kind, alpha, context)];
}

function activation(name: string, input: FloatValue, kind: number, alpha: number, context: OpContext): Op {
  const output = changed(input, true, context);
  const rest = [kind, { float32: alpha }];
  return {
    name,
    output,
    parameters: [],
    forward(program) {
      changeValues(program, ACTIVATION_FORWARD, input, output, rest);
    },
    backward(program, split) {
      changeGradient(program, ACTIVATION_BACKWARD, output, output.values, split, rest);
      return split;
    },
  };
}
