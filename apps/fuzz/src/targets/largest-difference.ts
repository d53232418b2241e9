/** Between the values of two lists of tensors, as a share of the largest value; Infinity where one has no counterpart. */
export function largestDifference(first: readonly Float32Array[], second: readonly Float32Array[]): number {
  let most = 0;
  let scale = 1e-6;
  for (const [at, values] of first.entries()) {
    const others = second[at] ?? new Float32Array();
    for (const [index, value] of values.entries()) {
      const difference = Math.abs(value - (others[index] ?? Number.NaN));
      most = Number.isNaN(difference) ? Infinity : Math.max(most, difference);
      scale = Math.max(scale, Math.abs(value));
    }
  }
  return most / scale;
}
