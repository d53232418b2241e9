import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkTensors, type NamedTensor } from '../model/named-tensor.ts';
import { weightSpecs } from '../model/weights.ts';
import type { CallbackState } from './callback.ts';
import type { Checkpoint } from './checkpoint.ts';

/**
 * Detects divergence, and keeps the weights to fall back to: those of the last end of an epoch from which
 * the next step computed a finite loss; at first, those that the training began with.
 */
export class DivergenceWatch {
  #lastGood: readonly NamedTensor[] = [];
  /** From the end of the last epoch; they count as good once the next step's loss is finite. */
  #latest: readonly NamedTensor[] = [];

  get lastGood(): readonly NamedTensor[] {
    return this.#lastGood;
  }

  begin(weights: readonly NamedTensor[]): void {
    this.#lastGood = weights;
    this.#latest = weights;
  }

  /**
   * Checks each step's own loss, so that it does not matter how the steps are cut into runs.
   *
   * @returns the index of the first loss that is not finite; -1 if all are
   */
  stepsEnd(losses: Float64Array): number {
    const broken = losses.findIndex((loss) => !Number.isFinite(loss));
    // A loss is measured before its step's update.
    if (broken !== 0) this.#lastGood = this.#latest;
    return broken;
  }

  /**
   * @returns the loss that is not finite: the validation's, or NaN where the last step left weights that are not finite; nothing
   *   where all is well
   */
  epochEnd(weights: readonly NamedTensor[], validationLoss: number | undefined): number | undefined {
    if (validationLoss !== undefined && !Number.isFinite(validationLoss)) return validationLoss;
    if (!weights.every(({ values }) => values.every(Number.isFinite))) return Number.NaN;
    this.#latest = weights;
    return undefined;
  }

  /** In checkpoints it stands before the callbacks' states. */
  state(): CallbackState {
    return { numbers: {}, tensors: { lastGood: this.#lastGood, latest: this.#latest } };
  }

  /**
   * Restores its state from the states of a checkpoint, and returns those of the callbacks. Checkpoints of an earlier version have
   * none, unless a callback did this: then the weights of the checkpoint count as good.
   *
   * @throws RangeError when its weights are not the model's
   */
  restore({ callbacks, weights }: Checkpoint, model: LayersModel): readonly CallbackState[] {
    const [first, ...others] = callbacks;
    const { lastGood, latest } = first?.tensors ?? {};
    if (!lastGood || !latest) {
      this.begin(weights);
      return callbacks;
    }
    for (const each of [lastGood, latest]) checkTensors(each, weightSpecs(model));
    this.#lastGood = lastGood;
    this.#latest = latest;
    return others;
  }
}
