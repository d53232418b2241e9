/** Keras' default. */
const most = 0.99;

/** PyTorch's default. Below it, a short last batch would decide the statistics. */
const least = 0.9;

/** The share of the moving statistics from before an epoch that may be left after it. */
const left = 0.05;

/**
 * The momentum of batch normalization's moving statistics. Keras' default counts on some hundred steps: after the 25 steps of an epoch on
 * 1,600 images, 78 % of the values that the statistics started with would be left, and the network would be measured with these.
 *
 * @param stepsPerEpoch of the training, at least 1; unknown for a model that is made by itself
 * @returns from 0.9 to 0.99, of six digits: browsers differ in the last bits of a power
 */
export function normMomentumFor(stepsPerEpoch: number = Infinity): number {
  const momentum = Number((left ** (1 / stepsPerEpoch)).toFixed(6));
  return Math.max(least, Math.min(most, momentum));
}
