import type { RunLayer } from './run-layer.ts';

export const Add: RunLayer<'Add'> = (_, inputs) =>
  inputs[0]!.map((__, at) => inputs.reduce((sum, values) => sum + values[at]!, 0));

/** Along the last axis. */
export const Concatenate: RunLayer<'Concatenate'> = ({ shape: outputShape }, inputs, shapes) => {
  const width = outputShape.at(-1)!;
  const joined = new Float32Array(inputs.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const [index, values] of inputs.entries()) {
    const own = shapes[index]!.at(-1)!;
    for (const [at, value] of values.entries()) {
      joined[Math.floor(at / own) * width + start + (at % own)] = value;
    }
    start += own;
  }
  return joined;
};
