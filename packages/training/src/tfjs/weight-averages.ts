import { add, mul, sub, type Variable, variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkTensors, type NamedTensor } from '../model/named-tensor.ts';
import { namedTensor, weightName } from '../model/weights.ts';
import { type Averaging, averagingShare } from '../settings/averaging.ts';
import { assignTensor } from './assign-weights.ts';

/** Moving averages of a model's weights, in their order; without averaging there are none. */
export class WeightAverages {
  readonly #averaging: Averaging | undefined;
  readonly #weights: LayersModel['weights'];
  readonly #averages: readonly Variable[];

  constructor(model: LayersModel, averaging: Averaging | undefined) {
    this.#averaging = averaging;
    this.#weights = averaging ? model.weights : [];
    this.#averages = this.#weights.map((weight) => variable(weight.read(), false));
  }

  /** Takes in the weights that a step made. Call it inside a `tidy`. */
  update(step: number): void {
    if (!this.#averaging) return;
    const share = averagingShare(this.#averaging, step);
    for (const [index, average] of this.#averages.entries()) {
      average.assign(add(average, mul(sub(this.#weights[index]!.read(), average), share)));
    }
  }

  read(): NamedTensor[] {
    return this.#averages.map((average, index) => namedTensor(weightName(this.#weights[index]!), average));
  }

  /** @throws RangeError when their number or shapes differ */
  write(tensors: readonly NamedTensor[]): void {
    checkTensors(
      tensors,
      this.#averages.map(({ shape }, index) => ({ name: weightName(this.#weights[index]!), shape })),
    );
    for (const [index, average] of this.#averages.entries()) assignTensor(average, tensors[index]!);
  }

  dispose(): void {
    for (const average of this.#averages) average.dispose();
  }
}
