import type { TrainingProgram } from '@atelier/training';
import type { Arena } from '../memory/arena.ts';
import type { Layer } from '../plan/layer-config.ts';
import type { Parameter, ParameterSpec } from '../plan/parameter.ts';
import type { Program } from '../plan/program.ts';
import type { FloatValue, PixelValue, Split, Value } from '../plan/values.ts';

/**
 * A layer, or a part of one, ready to put its kernel calls into programs. Its buffers have their places; nothing is
 * allocated any more.
 */
export interface Op {
  /** For messages and profiles: the layer's name. */
  readonly name: string;
  readonly output: Value;
  readonly parameters: readonly Parameter[];
  /** Adds the calls that make `output` of the input. */
  forward(program: Program, training: boolean): void;
  /**
   * Adds calls that only the backward pass needs and that need nothing themselves. They stand before the loss, where no
   * barrier has to be put up for them.
   */
  prepareBackward?(program: Program): void;
  /**
   * Adds the calls that make the input's gradient of the output's (when somebody upstream wants it), and the updates of
   * the op's parameters.
   *
   * @param split how the calls that wrote the output's gradient were split between threads
   * @returns the same for the input's gradient
   */
  backward(program: Program, split: Split): Split;
}

/** What ops are made with. */
export interface OpContext {
  readonly arena: Arena;
  readonly batchSize: number;
  readonly threads: number;
  readonly program: TrainingProgram;
  /** How many dropout layers stand before the present layer in `model.layers`. */
  readonly dropoutOrdinal: (layer: Layer) => number;
  readonly parameter: (spec: ParameterSpec) => Parameter;
  /** Asks for at least so many bytes of working memory for each thread. */
  readonly needScratch: (bytes: number) => void;
  /** The address of a table of 256 floats: what each byte means. */
  readonly pixelTable: (pixels: PixelValue) => number;
  /** A new buffer of values, with one for their gradient if it is wanted. */
  readonly floats: (shape: readonly number[], split: Split, wantsGradient: boolean) => FloatValue;
}

/** Makes the ops of a layer: one, or several in a row. */
export type OpFactory = (layer: Layer, input: Value, context: OpContext) => readonly Op[];
