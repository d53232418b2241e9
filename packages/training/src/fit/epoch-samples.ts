import { augmentImages } from './augment.ts';
import type { EngineSession, LoadedSamples } from '../engine/contract.ts';
import type { Samples } from '../samples/samples.ts';
import type { WeightedSamples } from './weighted-parts.ts';
import { yieldToEventLoop } from '../engine/step-pacer.ts';
import type { Augmentation } from '../settings/augmentation.ts';

/** Images to augment before yielding to the event loop: a few milliseconds of work. */
const imagesAtATime = 2048;

/** The training samples as an engine holds them: loaded and checked once; with augmentation, each epoch has its own images. */
export class EpochSamples {
  readonly count: number;
  readonly #session: EngineSession;
  readonly #samples: Samples;
  readonly #weights: Float32Array | undefined;
  readonly #augmentation: Augmentation;
  readonly #seed: number;
  readonly #augmented: boolean;
  #loaded: LoadedSamples | undefined;
  #buffer: Uint8Array | undefined;

  constructor(
    session: EngineSession,
    { samples, weights }: WeightedSamples,
    augmentation: Augmentation,
    seed: number,
  ) {
    const { shift = 0, flip = false, erase = 0 } = augmentation;
    this.count = samples.count;
    this.#session = session;
    this.#samples = samples;
    this.#weights = weights;
    this.#augmentation = augmentation;
    this.#seed = seed;
    this.#augmented = shift > 0 || flip || erase > 0;
  }

  /** The samples of an epoch, from 1. Those of the epoch before are these with other images. */
  async load(epoch: number): Promise<LoadedSamples> {
    this.#loaded ??= await this.#session.load(this.#samples, this.#weights);
    if (this.#augmented) this.#loaded.replaceImages(await this.#augment(epoch));
    return this.#loaded;
  }

  async #augment(epoch: number): Promise<Uint8Array> {
    const { count, images } = this.#samples;
    this.#buffer ??= new Uint8Array(images.length);
    for (let start = 0; start < count; start += imagesAtATime) {
      const range = { start, end: Math.min(start + imagesAtATime, count) };
      augmentImages(this.#samples, this.#augmentation, { seed: this.#seed, epoch }, range, this.#buffer);
      await yieldToEventLoop();
    }
    return this.#buffer;
  }
}
