import { BIAS_GRADIENT } from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';
import { type FloatValue, shareOf } from '../program/values.ts';

/** The gradient of a dense layer's bias, and its update. */
export function addBiasGradient(program: Program, bias: Parameter, output: FloatValue): void {
  program.add({
    code: BIAS_GRADIENT,
    arguments: [bias.descriptor, output.gradient, output.groups],
    reads: [{ buffer: output.gradient, share: shareOf('units', output.groups) }],
    writes: [{ buffer: bias.weights, share: bias.share }],
  });
}
