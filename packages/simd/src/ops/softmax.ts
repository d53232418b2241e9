import type { Layer } from '@atelier/network';
import { SOFTMAX_BACKWARD, SOFTMAX_FORWARD } from '../opcodes.ts';
import type { FloatValue } from '../program/values.ts';
import { changed } from './elementwise.ts';
import type { Inputs, Op, OpContext, OutputOp } from './op.ts';
import { unsupported } from './unsupported.ts';
import { widened } from './widen.ts';

/** Softmax over a sample's units; each sample belongs to one thread. */
export function softmax(
  layer: Pick<Layer, 'name' | 'kind'>,
  input: FloatValue,
  context: OpContext,
): readonly Op[] {
  if (input.shape.length !== 1) {
    throw unsupported(layer, `is a softmax over [${input.shape.join(', ')}]; the simd engine takes [units]`);
  }
  const { gradient, units, groups } = input;
  const output: FloatValue = { ...changed(input, true, context), split: 'samples' };
  const op: OutputOp = {
    name: layer.name,
    activation: 'softmax',
    logits: input,
    output,
    parameters: [],
    forward(program) {
      program.add({
        code: SOFTMAX_FORWARD,
        arguments: [input.values, output.values, units, groups],
        reads: [{ buffer: input.values, share: 'samples' }],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program, written) {
      if (gradient === 0) return;
      program.add({
        code: SOFTMAX_BACKWARD,
        arguments: [gradient, output.values, groups],
        reads: [{ buffer: output.values, share: 'samples' }],
        writes: [{ buffer: gradient, share: 'samples' }],
      });
      written.record(input, 'samples');
    },
  };
  return [op];
}

/** The Softmax layer. */
export function softmaxLayer(layer: Layer<'Softmax'>, [input]: Inputs, context: OpContext): readonly Op[] {
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, ...softmax(layer, value, context)];
}
