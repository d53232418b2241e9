/**
 * Probabilities of each class, `[count, classes]`, from a model's outputs: a sigmoid gives the probability of class 1 alone.
 *
 * @param outputs `[count, classes]`, or `[count, 1]`
 */
export function classProbabilities(outputs: Float32Array, count: number): Float32Array {
  if (outputs.length !== count) return outputs;
  return Float32Array.from([...outputs].flatMap((probability) => [1 - probability, probability]));
}
