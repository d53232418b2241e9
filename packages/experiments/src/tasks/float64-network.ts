import type { NamedTensor } from '@atelier/training';

/** A dense layer in float64: `kernel` is `[inputs, units]`, row-major. */
export interface Float64Layer {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  readonly kernel: Float64Array;
  readonly bias: Float64Array;
}

/** A model's dense layers, widened. */
export function float64Layers(weights: readonly NamedTensor[]): Float64Layer[] {
  const layers: Float64Layer[] = [];
  for (let index = 0; index + 1 < weights.length; index += 2) {
    const [kernel, bias] = [weights[index]!, weights[index + 1]!];
    const [inputs = 0, units = 0] = kernel.shape;
    layers.push({
      name: kernel.name.split('/')[0] ?? kernel.name,
      inputs,
      units,
      kernel: Float64Array.from(kernel.values),
      bias: Float64Array.from(bias.values),
    });
  }
  return layers;
}

/**
 * The mean cross-entropy of a batch in float64, written for clarity alone: it shares no code with any engine.
 *
 * @param images `[batch, inputs]`, from 0 to 1
 * @param labels `[batch]`
 */
export function float64Loss(
  layers: readonly Float64Layer[],
  activation: 'relu' | 'tanh' | 'sigmoid',
  images: Float64Array,
  labels: ArrayLike<number>,
): number {
  const inputs = layers[0]!.inputs;
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    let values: Float64Array = images.subarray(row * inputs, (row + 1) * inputs);
    for (const [index, layer] of layers.entries()) {
      values = dense(layer, values);
      if (index < layers.length - 1) values = values.map((value) => activate(activation, value));
    }
    const largest = Math.max(...values);
    const total = values.reduce((all, value) => all + Math.exp(value - largest), 0);
    sum += Math.log(total) + largest - values[labels[row]!]!;
  }
  return sum / labels.length;
}

function dense({ units, kernel, bias }: Float64Layer, values: Float64Array): Float64Array {
  const result = Float64Array.from(bias);
  for (const [input, value] of values.entries()) {
    if (value === 0) continue;
    for (let unit = 0; unit < units; unit++) result[unit]! += value * kernel[input * units + unit]!;
  }
  return result;
}

function activate(activation: 'relu' | 'tanh' | 'sigmoid', value: number): number {
  switch (activation) {
    case 'relu':
      return Math.max(0, value);
    case 'tanh':
      return Math.tanh(value);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-value));
  }
}
