import {
  checkReplacement,
  checkSamples,
  checkTargets,
  checkWeights,
  type LoadedSamples,
  lossNamed,
  type LossName,
  type ModelEnds,
  type Samples,
} from '@atelier/training';
import type { EngineMemory } from './memory/engine-memory.ts';

/** Kernels read pixels by 64: this many bytes behind the last image must be readable. */
const READ_AHEAD = 64;

/** What samples are loaded for. */
export interface LoadingModel {
  readonly model: ModelEnds;
  readonly loss: LossName;
  /** Of the model's last layer. */
  readonly outputs: number;
}

/** A data set in the engine's memory. */
export class SimdSamples implements LoadedSamples {
  readonly count: number;
  /** u8 `[count, pixels]` */
  readonly images: number;
  /** i32 `[count]`; 0 without labels. */
  readonly labels: number;
  /** f32 `[count, classes padded to a multiple of 4]`; 0 without targets. */
  readonly targets: number;
  /** f32 `[count]`; 0 without weights. */
  readonly weights: number;
  /** Why the samples can't be trained on, though predictions can be made. */
  readonly defect: unknown;
  readonly #memory: EngineMemory;
  readonly #imageBytes: number;
  readonly #owned: { readonly address: number; readonly bytes: number }[] = [];

  /** @throws RangeError when the images don't fit the model, or the memory, or the weights the images */
  constructor(
    samples: Samples,
    weights: Float32Array | undefined,
    { model, loss, outputs }: LoadingModel,
    memory: EngineMemory,
  ) {
    checkSamples(samples, model);
    if (weights) checkWeights('weights', weights, samples.count);
    this.#memory = memory;
    this.count = samples.count;
    this.#imageBytes = samples.images.length;
    this.defect = defectOf(samples, loss, model);
    try {
      this.images = this.#allocate(samples.images.length + READ_AHEAD, 'The images');
      memory.bytes(this.images, samples.images.length).set(samples.images);
      const learns = this.defect === undefined;
      const soft = lossNamed(loss).reads === 'targets';
      this.labels = learns && !soft && samples.labels ? this.#copyLabels(samples.labels) : 0;
      this.targets = learns && soft && samples.targets ? this.#copyTargets(samples.targets, outputs) : 0;
      this.weights = weights ? this.#copyWeights(weights) : 0;
    } catch (error) {
      this.unload();
      throw error;
    }
  }

  replaceImages(images: Uint8Array): void {
    if (this.#memory.released) throw new Error('The session of these samples was disposed');
    if (!this.present) throw new Error('These samples were unloaded: load them again');
    checkReplacement(images, this.#imageBytes);
    this.#memory.bytes(this.images, images.length).set(images);
  }

  unload(): void {
    for (const { address, bytes } of this.#owned.splice(0)) this.#memory.free(address, bytes);
  }

  /** Whether `unload` has not been called yet. */
  get present(): boolean {
    return this.#owned.length > 0;
  }

  #allocate(bytes: number, what: string): number {
    const address = this.#memory.allocate(bytes, what);
    this.#owned.push({ address, bytes });
    return address;
  }

  #copyLabels(labels: ArrayLike<number>): number {
    const address = this.#allocate(labels.length * 4, 'The labels');
    this.#memory.integers(address, labels.length).set(labels);
    return address;
  }

  #copyWeights(weights: Float32Array): number {
    const address = this.#allocate(weights.length * 4, 'The weights');
    this.#memory.floats(address, weights.length).set(weights);
    return address;
  }

  #copyTargets(targets: Float32Array, classes: number): number {
    const stride = Math.ceil(classes / 4) * 4;
    const address = this.#allocate(this.count * stride * 4, 'The targets');
    const padded = this.#memory.floats(address, this.count * stride);
    padded.fill(0);
    for (let row = 0; row < this.count; row++) {
      padded.set(targets.subarray(row * classes, (row + 1) * classes), row * stride);
    }
    return address;
  }
}

function defectOf(samples: Samples, loss: LossName, model: ModelEnds): unknown {
  try {
    checkTargets(samples, loss, model);
    return undefined;
  } catch (error) {
    return error;
  }
}
