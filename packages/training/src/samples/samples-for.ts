import type { ModelEnds } from '../model/ends.ts';
import type { LossName } from '../settings/losses/losses.ts';
import { checkSamples, checkTargets } from './check-samples.ts';
import type { Samples } from './samples.ts';
import { withTargets } from './with-targets.ts';

/**
 * Samples as a model and a loss take them: checked, and with one-hot targets made from their labels where the loss reads targets.
 *
 * @throws RangeError when the samples don't fit the model, or lack the labels or targets of the loss
 */
export function samplesFor(model: ModelEnds, loss: LossName, samples: Samples): Samples {
  checkSamples(samples, model);
  const carrying = withTargets(samples, loss, model.units);
  checkTargets(carrying, loss, model);
  return carrying;
}
