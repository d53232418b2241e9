import { mul, type Tensor, tidy, type Variable, variable, zerosLike } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingConfig } from '../engine/contract.ts';
import { checkTensors, type NamedTensor } from '../model/named-tensor.ts';
import { namedTensor, weightName } from '../model/weights.ts';
import { slotNames } from '../settings/optimizers.ts';
import { assignTensor, variableOf } from './assign-weights.ts';
import { clipScale } from './clip.ts';
import { applyUpdate } from './update-rules.ts';

type Constraint = NonNullable<LayersModel['weights'][number]['constraint']>;

/** A trainable weight with its optimizer slots. */
interface TrainableWeight {
  readonly name: string;
  readonly variable: Variable;
  /** The constraint that the weight is projected onto after each step; most have none. */
  readonly constraint: Constraint | undefined;
  readonly slots: Readonly<Record<string, Variable>>;
}

/** The weights that a model's training changes by their gradients, in place, with the optimizer's slots. */
export class TrainableWeights {
  readonly #config: Pick<TrainingConfig, 'optimizer' | 'globalClipNorm'>;
  readonly #weights: readonly TrainableWeight[];

  constructor(model: LayersModel, config: Pick<TrainingConfig, 'optimizer' | 'globalClipNorm'>) {
    this.#config = config;
    this.#weights = model.trainableWeights.map((weight) => {
      const value = variableOf(weight);
      const slots = slotNames(config.optimizer).map((slot) => [slot, tidy(() => variable(zerosLike(value)))]);
      return {
        name: weightName(weight),
        variable: value,
        constraint: weight.constraint ?? undefined,
        slots: Object.fromEntries(slots),
      };
    });
  }

  get variables(): Variable[] {
    return this.#weights.map((weight) => weight.variable);
  }

  /**
   * Takes an optimizer's step. Call it inside a `tidy`.
   *
   * @param gradients by the names of the variables
   * @param step from 1
   */
  update(gradients: Readonly<Record<string, Tensor>>, learningRate: number, step: number): void {
    const { optimizer, globalClipNorm } = this.#config;
    const ordered = this.#weights.map((weight) => gradients[weight.variable.name]!);
    const scale = globalClipNorm === null ? 1 : clipScale(ordered, globalClipNorm);
    for (const [index, weight] of this.#weights.entries()) {
      const gradient = ordered[index]!;
      applyUpdate(optimizer, {
        weight: weight.variable,
        gradient: scale === 1 ? gradient : mul(gradient, scale),
        slots: weight.slots,
        learningRate,
        step,
      });
      if (weight.constraint) weight.variable.assign(weight.constraint.apply(weight.variable));
    }
  }

  /** Copies of the slots, named and ordered as the engine's contract says. */
  readSlots(): NamedTensor[] {
    return this.#slots().map(({ name, slot }) => namedTensor(name, slot));
  }

  /** @throws RangeError when their number or shapes differ */
  writeSlots(tensors: readonly NamedTensor[]): void {
    const slots = this.#slots();
    checkTensors(
      tensors,
      slots.map(({ name, slot }) => ({ name, shape: slot.shape })),
    );
    for (const [index, { slot }] of slots.entries()) assignTensor(slot, tensors[index]!);
  }

  dispose(): void {
    for (const { slot } of this.#slots()) slot.dispose();
  }

  #slots(): { name: string; slot: Variable }[] {
    return slotNames(this.#config.optimizer).flatMap((slotName) =>
      this.#weights.map(({ name, slots }) => ({ name: `${slotName}/${name}`, slot: slots[slotName]! })),
    );
  }
}
