import { lossNamed, type LossName } from '../settings/losses/losses.ts';
import { checkLabels } from './check-samples.ts';
import { replaceFields } from './replace-fields.ts';
import type { Samples } from './samples.ts';

/**
 * Samples with what a loss reads: if that is targets, and there are none, the labels become one-hot rows.
 *
 * @param units of the model's output
 * @throws RangeError for a label that is not one of the model's classes
 */
export function withTargets(samples: Samples, loss: LossName, units: number): Samples {
  const { count, labels, targets } = samples;
  if (lossNamed(loss).reads !== 'targets' || targets || !labels) return samples;
  checkLabels(labels, units);
  const oneHot = new Float32Array(count * units);
  for (let index = 0; index < count; index++) oneHot[index * units + labels[index]!] = 1;
  return replaceFields(samples, { targets: oneHot });
}
