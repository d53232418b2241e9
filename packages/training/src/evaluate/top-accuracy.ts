import { checkCount } from '@atelier/checks';
import { classProbabilities } from './class-probabilities.ts';

/**
 * The share of samples whose class is among the `most` likeliest. A class as likely as the label's counts as likelier.
 *
 * @param outputs `[count, classes]`, row-major; a single output is the probability of class 1
 * @param labels `[count]`
 * @param most at least 1
 * @throws TypeError or RangeError as `classProbabilities`, or for a wrong `most`
 */
export function topAccuracy(outputs: Float32Array, labels: ArrayLike<number>, most: number): number {
  checkCount('most', most);
  const probabilities = classProbabilities(outputs, labels.length);
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
