/** Keras' default. */
const most = 0.99;

/** The share of the moving statistics from before an epoch that may be left after it. */
const left = 0.05;

/**
 * The momentum of batch normalization's moving statistics. Keras' default counts on some hundred steps: after the 25 steps of an epoch on
 * 1,600 images, 78 % of the values that the statistics started with would be left, and the network would be measured with these.
 *
 * @param stepsPerEpoch of the training, at least 1; unknown for a model that is made by itself
 */
export function normMomentum(stepsPerEpoch: number = Infinity): number {
  return Math.min(most, left ** (1 / stepsPerEpoch));
}
