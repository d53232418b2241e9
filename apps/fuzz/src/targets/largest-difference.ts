/**
 * Between the values of two lists of tensors, as a share of the largest value, or of `least` if that is more; Infinity where one has no
 * counterpart, or is not finite.
 */
export function largestDifference(
  first: readonly Float32Array[],
  second: readonly Float32Array[],
  least = 1e-6,
): number {
  const [values, others] = [first, second].map((tensors) => tensors.flatMap((each) => Array.from(each)));
  if (!values || values.length !== others?.length) return Infinity;
  let most = 0;
  let scale = least;
  for (const [index, value] of values.entries()) {
    const difference = Math.abs(value - (others[index] ?? Number.NaN));
    if (!Number.isFinite(difference)) return Infinity;
    most = Math.max(most, difference);
    scale = Math.max(scale, Math.abs(value));
  }
  return most / scale;
}
