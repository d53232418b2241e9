import type { Layer, LayerClass } from '@atelier/network';
import type { TrainingProgram } from '@atelier/training';
import type { Arena } from '../memory/arena.ts';
import type { GradientSplits } from '../program/gradient-splits.ts';
import type { Parameter, ParameterSpec } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';
import type { FloatValue, PixelValue, Split, Value } from '../program/values.ts';

/**
 * A layer, or a part of one, ready to put its kernel calls into programs. Its buffers have their places; nothing is
 * allocated any more.
 */
export interface Op {
  /** For messages and profiles: the layer's name. */
  readonly name: string;
  readonly output: Value;
  readonly parameters: readonly Parameter[];
  /** Adds the calls that make `output` of the inputs. */
  forward(program: Program, training: boolean): void;
  /**
   * Adds calls that only the backward pass needs and that need nothing themselves. They stand before the loss, where no
   * barrier has to be put up for them.
   */
  prepareBackward?(program: Program): void;
  /**
   * Adds the calls that make the inputs' gradients of the output's (when somebody upstream wants them), and the updates of
   * the op's parameters. Says in `splits` how gradients were written where not in place.
   */
  backward(program: Program, splits: GradientSplits): void;
}

/** What a loss takes the logits of: an op that is left out where the loss computes the same from them. */
export interface OutputOp extends Op {
  readonly activation: 'softmax' | 'sigmoid';
  readonly logits: FloatValue;
}

/** What ops are made with. */
export interface OpContext {
  readonly arena: Arena;
  readonly batchSize: number;
  readonly threads: number;
  readonly program: TrainingProgram;
  readonly parameter: (spec: ParameterSpec) => Parameter;
  /** Asks for at least so many bytes of working memory for each thread. */
  readonly needScratch: (bytes: number) => void;
  /** The address of a table of 256 floats: what each byte means. */
  readonly pixelTable: (pixels: PixelValue) => number;
  /** A new buffer of values, with one for their gradient if it is wanted. */
  readonly floats: (shape: readonly number[], split: Split, wantsGradient: boolean) => FloatValue;
}

/** The outputs that a layer takes, in order: one, or several for a layer that joins them. */
export type Inputs = readonly [Value, ...Value[]];

/** Makes the ops of a layer: none, one, or several in a row. */
export type OpFactory<Kind extends LayerClass> = (
  layer: Layer<Kind>,
  inputs: Inputs,
  context: OpContext,
) => readonly Op[];
