import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';
import type { FloatValue } from '../program/values.ts';
import type { Axis } from './conv-geometry.ts';
import type { Picture } from './picture.ts';

/** A convolution whose buffers have their places, whichever way it is computed. */
export interface Convolution {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly channels: number;
  readonly picture: Picture;
  readonly kernel: Parameter;
  readonly bias: Parameter | undefined;
  /** Whether the output is cut off at 0. */
  readonly relu: boolean;
  /** See `isNormalized`: outputs may be rounded differently from pixel to pixel. */
  readonly normalized: boolean;
  readonly output: FloatValue;
  /** Where the input's gradient goes, 0 when nobody asks for it. */
  readonly inputGradient: number;
}

/** A way to compute it. */
export interface ConvolutionCalls {
  readonly prepare: (program: Program, training: boolean) => void;
  readonly forward: (program: Program) => void;
  /** From the output's gradient before the activation. */
  readonly backward: (program: Program) => void;
}
