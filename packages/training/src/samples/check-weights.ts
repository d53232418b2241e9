import { found, isArrayLike } from '@atelier/checks';

/**
 * Checks factors of samples' losses.
 *
 * @param subject for the message
 * @throws TypeError for what is not an array
 * @throws RangeError unless there is one for each sample, each is finite and at least 0, and some are above 0
 */
export function checkWeights(subject: string, weights: ArrayLike<number>, count: number): void {
  if (!isArrayLike(weights)) {
    throw new TypeError(`${subject} is an array of numbers, one for each sample; found ${found(weights)}`);
  }
  if (weights.length !== count) {
    throw new RangeError(
      `${subject} has a number for each of the ${count} samples; found ${weights.length} numbers`,
    );
  }
  let total = 0;
  for (let index = 0; index < count; index++) {
    const weight: unknown = weights[index];
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `${subject} has finite numbers of at least 0; found ${found(weight)} at index ${index}`,
      );
    }
    total += weight;
  }
  if (total === 0) throw new RangeError(`${subject} is 0 for every sample: nothing would be learnt`);
}
