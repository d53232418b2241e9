import type { Layer, LayerClass } from '@atelier/network';
import type { TrainingConfig } from '@atelier/training';
import type { Arena } from '../memory/arena.ts';
import type { WrittenGradients } from '../program/written-gradients.ts';
import type { Parameter, ParameterSpec } from '../program/parameter.ts';
import type { Program, Share } from '../program/program.ts';
import type { FloatValue, PixelValue, Split, Value } from '../program/values.ts';

/**
 * A layer, or a part of one, that adds its kernel calls to programs. Its buffers have their addresses; nothing is
 * allocated any more.
 */
export interface Op {
  /** For messages and profiles: the layer's name. */
  readonly name: string;
  readonly output: Value;
  readonly parameters: readonly Parameter[];
  /**
   * Adds calls that need nothing but weights: they stand before all others, so that one barrier does for all of them.
   */
  prepare?(program: Program, training: boolean): void;
  /** Adds the calls that make `output` of the inputs. */
  forward(program: Program, training: boolean): void;
  /**
   * Adds calls that only the backward pass needs and that have no inputs. They come before the loss, where they need no
   * barrier.
   */
  prepareBackward?(program: Program): void;
  /**
   * Adds the calls that compute the inputs' gradients from the output's (if an op upstream needs them), and the updates of
   * the op's parameters. Records in `written` how gradients were written when not in place.
   */
  backward(program: Program, written: WrittenGradients): void;
}

/** The op whose logits a loss takes; it is left out where the loss computes the same from the logits. */
export interface OutputOp extends Op {
  readonly activation: 'softmax' | 'sigmoid';
  readonly logits: FloatValue;
}

/** What ops are built with. */
export interface OpContext {
  /** All of the network, each after its inputs. */
  readonly layers: readonly Layer[];
  readonly arena: Arena;
  readonly batchSize: number;
  readonly threads: number;
  readonly config: TrainingConfig;
  readonly parameter: (spec: ParameterSpec) => Parameter;
  /** Requests at least this many bytes of working memory per thread. */
  readonly needScratch: (bytes: number) => void;
  /** The address of a table of 256 floats: what each byte means. */
  readonly pixelTable: (pixels: PixelValue) => number;
  /** The address of a buffer that no step leaves anything in: it shares its place with others (see `StepMemory`). */
  readonly temporary: (bytes: number) => number;
  /**
   * Who has which samples where a kernel goes by chunks of the batch: the same threads as by samples, when chunks can be shared
   * out evenly.
   */
  readonly chunkShare: Share;
  /** A new buffer of values, with one for their gradient if needed. */
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
