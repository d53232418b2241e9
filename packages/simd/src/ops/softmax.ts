import { SOFTMAX_BACKWARD, SOFTMAX_FORWARD } from '../opcodes.ts';
import { type Layer, unsupported } from '../plan/layer-config.ts';
import type { FloatValue, Value } from '../plan/values.ts';
import type { OutputActivation } from './activation.ts';
import type { Op, OpContext } from './op.ts';
import { changed } from './elementwise.ts';
import { widened } from './widen.ts';

/** Softmax over a sample's units; each sample is one thread's. */
export function softmax(layer: Layer, input: FloatValue, context: OpContext): readonly Op[] {
  if (input.shape.length !== 1) {
    throw unsupported(layer, `is a softmax over [${input.shape.join(', ')}]; the simd engine takes [units]`);
  }
  const { gradient, units, groups } = input;
  const output: FloatValue = { ...changed(input, true, context), split: 'samples' };
  const op: OutputActivation = {
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
    backward(program, split) {
      if (gradient === 0) return split;
      program.add({
        code: SOFTMAX_BACKWARD,
        arguments: [gradient, output.values, groups],
        reads: [{ buffer: output.values, share: 'samples' }],
        writes: [{ buffer: gradient, share: 'samples' }],
      });
      return 'samples';
    },
  };
  return [op];
}

/** The Softmax layer. */
export function softmaxLayer(layer: Layer, input: Value, context: OpContext): readonly Op[] {
  const axis = layer.getConfig()['axis'] ?? -1;
  if (axis !== -1 && axis !== 1)
    throw unsupported(layer, `has axis ${JSON.stringify(axis)}; the simd engine takes the last`);
  const { ops, value } = widened(layer.name, input, context);
  return [...ops, ...softmax(layer, value, context)];
}
