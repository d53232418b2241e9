/**
 * The share of samples whose class is among the `most` likeliest. A class as likely as the label's counts as likelier.
 *
 * @param probabilities `[count, classes]`, row-major
 * @param labels `[count]`
 * @param most at least 1
 */
export function topAccuracy(probabilities: Float32Array, labels: ArrayLike<number>, most: number): number {
  const classes = probabilities.length / labels.length;
  let hits = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = probabilities[row * classes + labels[row]!]!;
    let likelier = 0;
    for (let at = row * classes; at < (row + 1) * classes; at++) if (probabilities[at]! >= own) likelier++;
    if (likelier <= most) hits++;
  }
  return hits / labels.length;
}
