import type { LoadedSamples } from '../engine/contract.ts';
import type { ModelEnds } from '../model/ends.ts';
import { checkReplacement } from '../samples/check-replacement.ts';
import { checkSamples, checkTargets } from '../samples/check-samples.ts';
import { checkWeights } from '../samples/check-weights.ts';
import { replaceFields } from '../samples/replace-fields.ts';
import type { Samples } from '../samples/samples.ts';
import type { LossName } from '../settings/losses/losses.ts';

/** What a session has loaded. Samples are not copied: each batch is converted when it is needed. */
export class TfjsSamples implements LoadedSamples {
  readonly count: number;
  readonly weights: Float32Array | undefined;
  samples: Samples;
  readonly #ends: ModelEnds;
  #targetsChecked = false;

  /** @throws RangeError when images, targets or weights don't fit the model or each other */
  constructor(samples: Samples, weights: Float32Array | undefined, ends: ModelEnds) {
    checkSamples(samples, ends);
    if (weights) checkWeights('weights', weights, samples.count);
    this.count = samples.count;
    this.samples = samples;
    this.weights = weights;
    this.#ends = ends;
  }

  replaceImages(images: Uint8Array): void {
    checkReplacement(images, this.samples.images.length);
    this.samples = replaceFields(this.samples, { images });
  }

  unload(): void {}

  /** Looks at all labels, so only once. */
  checkTargetsOnce(loss: LossName): void {
    if (!this.#targetsChecked) checkTargets(this.samples, loss, this.#ends);
    this.#targetsChecked = true;
  }
}

/** @throws TypeError for samples of another engine */
export function ownSamples(loaded: LoadedSamples): TfjsSamples {
  if (!(loaded instanceof TfjsSamples)) throw new TypeError('These samples were loaded by another engine');
  return loaded;
}
