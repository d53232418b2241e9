/** The fraction of rows, `[images, classes]`, whose largest value is the label's. */
export function accuracyOf(
  outputs: Float32Array | Float64Array,
  labels: ArrayLike<number>,
  classes: number,
): number {
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    const values = outputs.subarray(row * classes, (row + 1) * classes);
    if (values.indexOf(Math.max(...values)) === labels[row]) correct++;
  }
  return correct / labels.length;
}
