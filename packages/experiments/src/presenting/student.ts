/**
 * The number of standard errors on each side of a mean that make a 95 % interval: the 97.5 % quantile of Student's t with
 * this many degrees of freedom, at least 1. 12.7 for 1, 4.30 for 2, 1.96 for many.
 */
export function studentQuantile(freedom: number): number {
  let [low, high] = [0, 13];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}

/** The probability that |t| is below a bound: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function within(bound: number, freedom: number): number {
  const angle = Math.atan(bound / Math.sqrt(freedom));
  const square = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let power = odd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term;
    term *= (square * (power + 1)) / (power + 2);
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
