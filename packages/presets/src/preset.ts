/** Activations of hidden layers, by Keras' names. `leakyRelu` has Keras' slope of 0.3 below zero. */
export const activationNames = ['relu', 'leakyRelu', 'elu', 'tanh', 'sigmoid', 'linear'] as const;

export type ActivationName = (typeof activationNames)[number];

/** What a model is made of, beside the data's shape. */
export interface Architecture {
  /** Units of each hidden dense layer, from the input to the output. Empty: the output layer sees the pixels. */
  readonly hidden: readonly number[];
  /** Of every hidden layer. */
  readonly activation: ActivationName;
  /** Rate of a dropout layer after each hidden layer, in [0, 1); 0 adds none. */
  readonly dropout: number;
  /** Every kernel adds `l1 * sum(|kernel|)` to the loss. At least 0. */
  readonly l1: number;
  /** Every kernel adds `l2 * sum(kernel²)` to the loss. At least 0. */
  readonly l2: number;
  /**
   * The loss decides the output layer: the categorical ones take one softmax unit a class, the binary one a single
   * sigmoid unit.
   */
  readonly loss: 'sparseCategoricalCrossentropy' | 'categoricalCrossentropy' | 'binaryCrossentropy';
}

/** How a model is trained unless the user says otherwise. */
export interface Recipe {
  readonly optimizer: 'sgd' | 'momentum' | 'rmsprop' | 'adam' | 'adamw';
  readonly learningRate: number;
  /** Samples a step. */
  readonly batchSize: number;
  readonly epochs: number;
}

/** A named model with the recipe that belongs to it. */
export interface Preset extends Architecture, Recipe {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
}

/** What a preset is unless it says otherwise. */
const defaults: Omit<Preset, 'name' | 'summary'> = {
  hidden: [32],
  activation: 'relu',
  dropout: 0,
  l1: 0,
  l2: 0,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  epochs: 30,
};

/** A preset is a small difference over the default. */
export function definePreset<Name extends string>(
  difference: { name: Name; summary: string } & Partial<Preset>,
): Preset & { readonly name: Name } {
  return { ...defaults, ...difference };
}
