import { checkCount, found } from '@atelier/checks';

/** The 97.5% quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * The 95% interval of an accuracy that was measured on independent samples (Wilson 1927): it lies within [0, 1] also for
 * accuracies of 0 and 1.
 *
 * @param accuracy from 0 to 1
 * @param count samples, at least 1
 * @throws RangeError when one is out of its range
 */
export function accuracyInterval(accuracy: number, count: number): readonly [low: number, high: number] {
  checkCount('count', count);
  if (!(accuracy >= 0 && accuracy <= 1)) {
    throw new RangeError(`accuracy is from 0 to 1; found ${found(accuracy)}`);
  }
  const share = z ** 2 / count;
  const centre = (accuracy + share / 2) / (1 + share);
  const half = (z * Math.sqrt((accuracy * (1 - accuracy)) / count + share / (4 * count))) / (1 + share);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
