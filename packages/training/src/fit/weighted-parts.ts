import type { ModelEnds } from '../model/ends.ts';
import { checkWeights } from '../samples/check-weights.ts';
import { checkClassWeight, weightsByClass } from '../samples/class-weights.ts';
import type { Samples } from '../samples/samples.ts';
import { samplesFor } from '../samples/samples-for.ts';
import { setAside } from '../samples/set-aside.ts';
import { classesOf } from '../settings/losses/loss.ts';
import { lossNamed } from '../settings/losses/losses.ts';
import type { FitSettings } from './fit-options.ts';

/** Samples with the factors of their losses, `[count]`; without them, all are 1. */
export interface WeightedSamples {
  readonly samples: Samples;
  readonly weights: Float32Array | undefined;
}

/**
 * The training and the validation samples of `fit`, checked. As in Keras, weights of classes are for training only, and those of
 * samples stay with them where a fraction of them is set aside.
 *
 * @throws TypeError for weights of another kind
 * @throws RangeError for samples that don't fit the model, or weights out of range
 */
export function weightedParts(
  model: ModelEnds,
  samples: Samples,
  settings: Pick<FitSettings, 'loss' | 'seed' | 'validation' | 'sampleWeight' | 'classWeight'>,
): { readonly training: WeightedSamples; readonly validation: WeightedSamples | undefined } {
  const { loss, seed, validation, sampleWeight, classWeight } = settings;
  const descriptor = lossNamed(loss);
  const all = samplesFor(model, loss, samples);
  if (sampleWeight) checkWeights('sampleWeight', sampleWeight, all.count);
  if (classWeight) checkClassWeight(classWeight, classesOf(descriptor, model.units));
  const own = sampleWeight && Float32Array.from(sampleWeight);
  const weigh = (part: Samples, weights: Float32Array | undefined): WeightedSamples => {
    if (!classWeight) return { samples: part, weights };
    const factors = weightsByClass(part, classWeight, descriptor.reads);
    return { samples: part, weights: factors.map((factor, index) => factor * (weights?.[index] ?? 1)) };
  };
  if (typeof validation !== 'number') {
    return {
      training: weigh(all, own),
      validation: validation && { samples: samplesFor(model, loss, validation), weights: undefined },
    };
  }
  const { training, validation: held, heldOut } = setAside(all, validation, seed);
  return {
    training: weigh(
      training,
      own?.filter((_, index) => heldOut[index] === 0),
    ),
    validation: { samples: held, weights: own?.filter((_, index) => heldOut[index] === 1) },
  };
}
