import { checkCount, found, isTypedArray } from '@atelier/checks';

/**
 * Probabilities of each class, `[count, classes]`, from a model's outputs: a sigmoid gives the probability of class 1 alone.
 *
 * @param outputs `[count, classes]`, or `[count, 1]`
 * @param count of the samples, at least 1
 * @throws TypeError for outputs of another kind
 * @throws RangeError when they cannot be divided among the samples
 */
export function classProbabilities(outputs: Float32Array, count: number): Float32Array {
  if (!isTypedArray('Float32Array', outputs)) {
    throw new TypeError(`Outputs are a Float32Array [count, outputs]; found ${found(outputs)}`);
  }
  checkCount('count', count);
  if (outputs.length === 0 || outputs.length % count !== 0) {
    throw new RangeError(`${outputs.length} outputs cannot be divided among ${count} samples`);
  }
  if (outputs.length !== count) return outputs;
  return Float32Array.from([...outputs].flatMap((probability) => [1 - probability, probability]));
}
