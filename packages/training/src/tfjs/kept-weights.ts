import { dispose, type Tensor, tensor, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedTensor } from '../model/named-tensor.ts';
import { variableOf } from './assign-weights.ts';

/** The weights that a model has now, to compute with later, when it may have others. They take memory only from then on. */
export class KeptWeights {
  readonly #variables: readonly Variable[];
  #values: Tensor[];

  constructor(model: LayersModel) {
    this.#variables = model.weights.map(variableOf);
    this.#values = copies(this.#variables);
  }

  /** @param weights of the model's shapes, in its order */
  replace(weights: readonly NamedTensor[]): void {
    dispose(this.#values);
    this.#values = weights.map(({ values, shape }) => tensor(values, [...shape]));
  }

  /** Gives them to the model while `compute` runs, which is synchronous: no other code sees them there. */
  use<Result>(compute: () => Result): Result {
    const others = copies(this.#variables);
    this.#assign(this.#values);
    try {
      return compute();
    } finally {
      this.#assign(others);
      dispose(others);
    }
  }

  dispose(): void {
    dispose(this.#values);
    this.#values = [];
  }

  #assign(values: readonly Tensor[]): void {
    for (const [index, variable] of this.#variables.entries()) variable.assign(values[index]!);
  }
}

/** They share the variables' numbers until a variable gets others. */
function copies(variables: readonly Variable[]): Tensor[] {
  return variables.map((variable) => variable.clone());
}
