import { checkTensors, type NamedTensor, slotNames, type TrainingConfig } from '@atelier/training';
import type { EngineMemory } from './memory/engine-memory.ts';
import type { Parameter } from './program/parameter.ts';

/** What a parameter is stored as: its weights, the optimizer's slots, the average of its weights. */
type Role = 'weights' | 'slots' | 'average';

/** A tensor in the engine's memory. */
interface TensorPlace {
  readonly parameter: Parameter;
  /** Of the optimizer's. */
  readonly slot?: string;
  readonly address: number;
}

/** A session's parameters as they lie in its memory, which has the only copy. */
export class StoredTensors {
  readonly #memory: EngineMemory;
  readonly #places: Readonly<Record<Role, readonly TensorPlace[]>>;

  constructor(
    parameters: readonly Parameter[],
    { optimizer, average }: TrainingConfig,
    memory: EngineMemory,
  ) {
    this.#memory = memory;
    const trainable = parameters.filter(({ spec }) => spec.trainable);
    this.#places = {
      weights: parameters.map((parameter) => ({ parameter, address: parameter.weights })),
      slots: slotNames(optimizer).flatMap((slot, index) =>
        trainable.map((parameter) => ({ parameter, slot, address: parameter.slots[index] ?? 0 })),
      ),
      average: average ? parameters.map((parameter) => ({ parameter, address: parameter.average })) : [],
    };
  }

  /** Copies, named `<weight>` or `<slot>/<weight>`. */
  read(role: Role): readonly NamedTensor[] {
    return this.#places[role].map(({ parameter, slot, address }) => ({
      name: slot === undefined ? parameter.spec.name : `${slot}/${parameter.spec.name}`,
      shape: parameter.spec.shape,
      values: parameter.read(this.#memory, address),
    }));
  }

  /** @throws RangeError when there are not as many as `read` gives, or of other shapes */
  write(role: Role, tensors: readonly NamedTensor[]): void {
    const places = this.#places[role];
    checkTensors(
      tensors,
      places.map(({ parameter: { spec } }) => spec),
    );
    for (const [index, { parameter, address }] of places.entries()) {
      parameter.write(this.#memory, address, tensors[index]?.values ?? new Float32Array());
    }
  }
}
