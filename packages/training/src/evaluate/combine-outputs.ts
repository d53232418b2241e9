import { checkArray, checkCount, found, isTypedArray } from '@atelier/checks';
import { argMax } from '../engine/predicted-class.ts';

/** How to combine several models: by the mean of their probabilities, or by a majority vote. */
export type Combination = 'mean' | 'vote';

/** The ways in which `combineOutputs` joins outputs. */
export const combinations: readonly Combination[] = ['mean', 'vote'];

/**
 * The outputs of several models for the same samples as those of one model, `[count, units]`. By `vote`, the output of a class is its share of
 * the votes; ties are broken by mean probability, scaled too small to outweigh a vote.
 *
 * @param outputs one or more, each `[count, units]` row-major; a vote takes at least 2 units: `classProbabilities` makes two of a sigmoid's one
 * @throws TypeError for outputs of another kind
 * @throws RangeError when there are none, they differ in length, or vote with one unit
 */
export function combineOutputs(
  outputs: readonly Float32Array[],
  units: number,
  how: Combination,
): Float32Array {
  checkArray('outputs', outputs, 'Float32Arrays [count, units]');
  const wrong = outputs.findIndex((each) => !isTypedArray('Float32Array', each));
  if (wrong >= 0) {
    throw new TypeError(`Outputs are Float32Arrays [count, units]; found ${found(outputs[wrong])}`);
  }
  checkCount('units', units);
  if (!combinations.includes(how)) {
    throw new RangeError(`Outputs are combined by ${combinations.join(' or ')}; found ${found(how)}`);
  }
  if (how === 'vote' && units < 2) {
    throw new RangeError('A vote is among at least 2 units; found 1: classProbabilities makes two of it');
  }
  const length = outputs[0]?.length ?? 0;
  if (length === 0 || length % units !== 0 || outputs.some((each) => each.length !== length)) {
    throw new RangeError(
      `Outputs of the same samples are all [count, ${units}]; found ${outputs.map((each) => each.length).join(', ') || 'none'}`,
    );
  }
  const mean = Float32Array.from(
    { length },
    (_, at) => outputs.reduce((sum, each) => sum + each[at]!, 0) / outputs.length,
  );
  if (how === 'mean') return mean;
  const tieBreak = 2 ** -10;
  const votes = mean.map((probability) => probability * tieBreak);
  for (const each of outputs) {
    for (let row = 0; row < length / units; row++) {
      votes[row * units + argMax(each, row * units, units)]! += (1 - tieBreak) / outputs.length;
    }
  }
  return votes;
}
