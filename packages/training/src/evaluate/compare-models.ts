import { found, isArrayLike } from '@atelier/checks';

/** Two models on the same samples. */
export interface PairedComparison {
  /** Samples that only the first model has right. */
  readonly onlyFirst: number;
  /** Samples that only the second has right. */
  readonly onlySecond: number;
  /** The probability of a difference at least this large if both models were equally good: two-sided, exact (McNemar 1947). */
  readonly pValue: number;
}

/**
 * Whether two models differ on the same samples by more than chance. Only samples that one has right and the other wrong count;
 * if both were equally good, each would be the first model's with probability 1/2.
 *
 * @param first classes that the first model predicts, `[count]`
 * @param second of the second model
 * @param labels the right classes
 * @throws TypeError for what is no array
 * @throws RangeError when they are not of the same samples
 */
export function compareModels(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labels: ArrayLike<number>,
): PairedComparison {
  const all = Object.entries({ first, second, labels });
  for (const [name, classes] of all) {
    if (!isArrayLike(classes)) throw new TypeError(`${name} is an array of classes; found ${found(classes)}`);
  }
  if (all.some(([, { length }]) => length !== labels.length)) {
    throw new RangeError(
      `Models are compared on the same samples; found ${first.length} and ${second.length} predictions for ${labels.length} labels`,
    );
  }
  let [onlyFirst, onlySecond] = [0, 0];
  for (let at = 0; at < labels.length; at++) {
    const rights = [first[at] === labels[at], second[at] === labels[at]] as const;
    if (rights[0] && !rights[1]) onlyFirst++;
    if (!rights[0] && rights[1]) onlySecond++;
  }
  return { onlyFirst, onlySecond, pValue: signTest(onlyFirst, onlySecond) };
}

/** The two-sided binomial test with probability 1/2. In logarithms, since 2^-n underflows from 1,075 on. */
function signTest(a: number, b: number): number {
  const n = a + b;
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(a, b); k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(n - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}
