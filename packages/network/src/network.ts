import type { Constraint } from './layers/fields.ts';
import type { LayerClass, LayerConfigs } from './layers/kinds.ts';
import type { Shape } from './shape.ts';

/** A directed acyclic graph of layers with one input and one output, all of whose sizes are known. */
export interface Network {
  readonly name: string;
  /** The TensorFlow.js class of the model: a chain of layers, or any graph. */
  readonly form: 'Sequential' | 'Model';
  readonly input: {
    /** Of one sample. */
    readonly shape: Shape;
    /** Of its InputLayer; a `Sequential` may have none, and give the shape in its first layer. */
    readonly layer: string | undefined;
  };
  /**
   * Without the InputLayer; each after its inputs, in the order of `model.layers` of TensorFlow.js. The last gives the
   * network's output.
   */
  readonly layers: readonly Layer[];
  /** In the order of `model.weights` of TensorFlow.js: those that are trained, layer by layer, then the others. */
  readonly weights: readonly Weight[];
  /** Numbers in all weights. */
  readonly parameters: number;
  readonly cost: Cost;
}

/** What one sample costs. */
export interface Cost {
  /** Numbers of the input and of every layer's output. */
  readonly outputs: number;
  /** Multiplications, roughly: those with weights, and one for each number that a layer reads or writes. */
  readonly operations: number;
}

/** A layer; `kind` tells what its `config` is. */
export type Layer<Kind extends LayerClass = LayerClass> = { [Each in Kind]: LayerOf<Each> }[Kind];

interface LayerOf<Kind extends LayerClass> {
  /** Its class name in Keras and TensorFlow.js. */
  readonly kind: Kind;
  /** Unique within the network. */
  readonly name: string;
  readonly config: LayerConfigs[Kind];
  readonly trainable: boolean;
  /** Number of earlier layers of its kind. It distinguishes dropout masks. */
  readonly ordinal: number;
  /** Indices of the layers whose outputs it takes, in order; -1 is the network's input. */
  readonly inputs: readonly number[];
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** In the order in which TensorFlow.js makes them. */
  readonly weights: readonly Weight[];
  /** Multiplications with weights, or by window, for one sample. */
  readonly multiplications: number;
}

/** A tensor of a layer's weights. */
export interface Weight {
  /** `<layer>/<kernel, bias, …>`, as files have it. */
  readonly name: string;
  readonly shape: Shape;
  /** Whether training changes it by its gradient. */
  readonly trainable: boolean;
  readonly penalty: Penalty;
  /** The constraint that it is projected onto after each step; most have none. */
  readonly constraint: Constraint | undefined;
}

/** `l1 * sum(|w|) + l2 * sum(w²)`, part of the loss. */
export interface Penalty {
  /** Factor of the sum of absolute values, at least 0. */
  readonly l1: number;
  /** Factor of the sum of squares, at least 0. */
  readonly l2: number;
}
