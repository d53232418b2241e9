import type { ActivationName, Layer } from '@atelier/network';
import {
  ACTIVATION_BACKWARD,
  ACTIVATION_ELU,
  ACTIVATION_FORWARD,
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
} from '../opcodes.ts';
import type { Program } from '../program/program.ts';
import type { FloatValue } from '../program/values.ts';
import type { WrittenGradients } from '../program/written-gradients.ts';
import { changed, changeGradient, changeValues } from './elementwise.ts';
import type { Inputs, Op, OpContext, OutputOp } from './op.ts';
import { softmax } from './softmax.ts';
import { unsupported } from './unsupported.ts';
import { widened } from './widen.ts';

const kinds: Partial<Readonly<Record<ActivationName, number>>> = {
  relu: ACTIVATION_RELU,
  elu: ACTIVATION_ELU,
  tanh: ACTIVATION_TANH,
  sigmoid: ACTIVATION_SIGMOID,
};

/** An activation by name, as layers with weights and activation layers have it. */
export function namedActivation(
  layer: Pick<Layer, 'name' | 'kind'>,
  name: ActivationName,
  input: FloatValue,
  context: OpContext,
): readonly Op[] {
  // A ReLU changes nothing in what a ReLU gave.
  if (name === 'linear' || (name === 'relu' && input.rectified)) return [];
  if (name === 'softmax') return softmax(layer, input, context);
  const kind = kinds[name];
  if (kind === undefined)
    throw unsupported(layer, `has activation ${name}, which the simd engine does not compile`);
  const op = activation(layer.name, input, kind, 1, context);
  const output: OutputOp = { ...op, activation: 'sigmoid', logits: input };
  return [name === 'sigmoid' ? output : op];
}

/** Whether a layer is a ReLU without a maximum. */
export function isRelu(layer: Layer): boolean {
  if (layer.kind === 'Activation') return layer.config.activation === 'relu';
  return layer.kind === 'ReLU' && layer.config.maxValue === null;
}

/** The Activation layer. */
export function activationLayer(
  layer: Layer<'Activation'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, ...namedActivation(layer, layer.config.activation, value, context)];
}

/** The ReLU layer. */
export function reluLayer(layer: Layer<'ReLU'>, [input]: Inputs, context: OpContext): readonly Op[] {
  if (layer.config.maxValue !== null) {
    throw unsupported(layer, 'has a maxValue, which the simd engine does not compile');
  }
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, ...namedActivation(layer, 'relu', value, context)];
}

/** The LeakyReLU layer: `x > 0 ? x : alpha * x`. */
export function leakyReluLayer(layer: Layer<'LeakyReLU'>, inputs: Inputs, context: OpContext): readonly Op[] {
  return withAlpha(layer, inputs, context, ACTIVATION_LEAKY_RELU);
}

/** The ELU layer: `x > 0 ? x : alpha * (exp(x) - 1)`. */
export function eluLayer(layer: Layer<'ELU'>, inputs: Inputs, context: OpContext): readonly Op[] {
  return withAlpha(layer, inputs, context, ACTIVATION_ELU);
}

function withAlpha(
  layer: Layer<'ELU' | 'LeakyReLU'>,
  [input]: Inputs,
  context: OpContext,
  kind: number,
): readonly Op[] {
  const { alpha } = layer.config;
  if (!(alpha >= 0)) throw unsupported(layer, `has alpha ${alpha}; the simd engine takes 0 and above`);
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, activation(layer.name, value, kind, alpha, context)];
}

/** From the gradient of a ReLU's output to that of its input, unless whoever wrote it did that. */
export function rectifyGradient(program: Program, output: FloatValue, written: WrittenGradients): void {
  if (written.takeRectified(output)) return;
  const rest = [ACTIVATION_RELU, { float32: 0 }];
  changeGradient(program, ACTIVATION_BACKWARD, output, output.values, written, rest);
}

function activation(name: string, input: FloatValue, kind: number, alpha: number, context: OpContext): Op {
  const relu = kind === ACTIVATION_RELU;
  const output = { ...changed(input, true, context), rectified: relu };
  const rest = [kind, { float32: alpha }];
  return {
    name,
    output,
    parameters: [],
    forward(program) {
      changeValues(program, ACTIVATION_FORWARD, input, output, rest);
    },
    backward(program, written) {
      if (relu) rectifyGradient(program, output, written);
      else changeGradient(program, ACTIVATION_BACKWARD, output, output.values, written, rest);
    },
  };
}
