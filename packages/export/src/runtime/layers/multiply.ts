/**
 * A matrix product, and a bias. Sums are in float64, in the order of the rows' values.
 *
 * @param rows `[rows, inputs]`
 * @param kernel `[inputs, outputs]`
 * @param bias `[outputs]`, or nothing
 * @param outputs number of outputs
 * @returns `[rows, outputs]`
 */
export function multiply(
  rows: Float32Array,
  kernel: Float32Array,
  bias: Float32Array | undefined,
  outputs: number,
): Float32Array {
  const inputs = kernel.length / outputs;
  return new Float32Array((rows.length / inputs) * outputs).map((_, at) => {
    const column = at % outputs;
    const row = (at - column) / outputs;
    let sum = bias?.[column] ?? 0;
    for (let input = 0; input < inputs; input++) {
      sum += rows[row * inputs + input]! * kernel[input * outputs + column]!;
    }
    return sum;
  });
}
