/** What a classifier ends in: one softmax unit per class, or, for two classes, a single sigmoid unit. */
export type OutputActivation = 'softmax' | 'sigmoid';

/**
 * A loss: all that the rest of the program has to know about it. It is computed from the logits, the inputs of the model's
 * output activation, so that a probability of 1e-30 still has its right gradient.
 */
export interface Loss<Name extends string = string> {
  /** Keras' name in camel case: `sparseCategoricalCrossentropy`. */
  readonly name: Name;
  /** What `--loss` takes: `sparse`. */
  readonly shortName: string;
  /** One line for help texts. */
  readonly summary: string;
  /** What the model has to end in. */
  readonly output: OutputActivation;
  /** What it compares the output with: class indices `[count]`, or rows of targets `[count, classes]`. */
  readonly reads: 'labels' | 'targets';
}

/** Units of the output layer for this many classes. */
export function unitsFor({ output }: Loss, classes: number): number {
  return output === 'sigmoid' ? 1 : classes;
}

/** Classes that this many output units distinguish. */
export function classesOf({ output }: Loss, units: number): number {
  return output === 'sigmoid' ? 2 : units;
}
