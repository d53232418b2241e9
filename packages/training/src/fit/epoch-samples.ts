import { augmentImages } from './augment.ts';
import type { EngineSession, LoadedSamples } from '../engine/contract.ts';
import type { Samples } from '../samples/samples.ts';
import type { WeightedSamples } from './weighted-parts.ts';
import { yieldToEventLoop } from '../engine/step-pacer.ts';
import type { Augmentation } from '../settings/augmentation.ts';

/** Images to augment before yielding to the event loop: a few milliseconds of work. */
const imagesAtATime = 2048;

/**
 * The training samples as an engine holds them: loaded and checked once; with augmentation, each epoch has its own images. Without it,
 * the engine's copy is the only one that is kept.
 */
export class EpochSamples {
  readonly count: number;
  readonly weighted: boolean;
  readonly #weights: Float32Array | undefined;
  readonly #augmentation: Augmentation;
  readonly #seed: number;
  /** Until they are needed no more. */
  #samples: Samples | undefined;
  #loaded: LoadedSamples | undefined;
  #buffer: Uint8Array | undefined;

  constructor({ samples, weights }: WeightedSamples, augmentation: Augmentation, seed: number) {
    this.count = samples.count;
    this.weighted = weights !== undefined;
    this.#samples = samples;
    this.#weights = weights;
    this.#augmentation = augmentation;
    this.#seed = seed;
  }

  /** The samples of an epoch, from 1. Those of the epoch before are these with other images. */
  async load(session: EngineSession, epoch: number): Promise<LoadedSamples> {
    const { shift = 0, flip = false, erase = 0 } = this.#augmentation;
    if (this.#samples) {
      this.#loaded ??= await session.load(this.#samples, this.#weights);
      if (shift > 0 || flip || erase > 0) {
        this.#loaded.replaceImages(await this.#augment(this.#samples, epoch));
      } else {
        this.#samples = undefined;
      }
    }
    return this.#loaded!;
  }

  async #augment(samples: Samples, epoch: number): Promise<Uint8Array> {
    const { count, images } = samples;
    this.#buffer ??= new Uint8Array(images.length);
    for (let start = 0; start < count; start += imagesAtATime) {
      const range = { start, end: Math.min(start + imagesAtATime, count) };
      augmentImages(samples, this.#augmentation, { seed: this.#seed, epoch }, range, this.#buffer);
      await yieldToEventLoop();
    }
    return this.#buffer;
  }
}
