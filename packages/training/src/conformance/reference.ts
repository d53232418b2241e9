import { dropoutFactors, dropoutKey, dropoutStepKey } from '../engine/dropout.ts';
import { argMax } from '../engine/predicted-class.ts';
import { lossNamed } from '../settings/losses/losses.ts';
import { resolveOptimizer } from '../settings/resolve.ts';
import type { Samples } from '../samples/samples.ts';
import { type Activation, type Network, outputsOf } from './network.ts';
import { referenceLosses } from './reference-losses.ts';
import { updateWeight } from './reference-optimizer.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/** `[rows][columns]` in float64. */
type Matrix = number[][];

interface Layer {
  kernel: Matrix;
  bias: number[] | undefined;
}

/** One training step, or one batch of an evaluation. */
export interface ReferenceBatch {
  readonly loss: number;
  readonly correct: number;
}

const activations: Record<Activation, readonly [value: (z: number) => number, slope: (z: number) => number]> =
  {
    linear: [(z) => z, () => 1],
    relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
    leakyRelu: [(z) => (z > 0 ? z : 0.3 * z), (z) => (z > 0 ? 1 : 0.3)],
    elu: [(z) => (z > 0 ? z : Math.expm1(z)), (z) => (z > 0 ? 1 : Math.exp(z))],
    tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
    sigmoid: [sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z))],
  };

/**
 * Trains a network in float64 with plain loops, straight from the formulas, as a reference for engines. It shares
 * nothing with them but the dropout masks, which are part of the contract.
 */
export class ReferenceTrainer {
  readonly #network: Network;
  readonly #samples: Samples;
  readonly #weights: Float32Array | undefined;
  readonly #layers: Layer[] = [];
  readonly #slots = new Map<string, number[]>();
  #average: readonly (readonly number[])[] | undefined;

  /** @param sampleWeights factors of the samples' losses, `[count]`; without them, all are 1 */
  constructor(
    network: Network,
    samples: Samples,
    weights: readonly NamedTensor[],
    sampleWeights?: Float32Array,
  ) {
    this.#network = network;
    this.#samples = samples;
    this.#weights = sampleWeights;
    const perLayer = network.useBias ? 2 : 1;
    for (let i = 0; i < weights.length; i += perLayer) {
      const { values, shape } = weights[i]!;
      const [rows = 0, columns = 0] = shape;
      const kernel = Array.from({ length: rows }, (_, row) =>
        Array.from(values.subarray(row * columns, (row + 1) * columns)),
      );
      this.#layers.push({ kernel, bias: network.useBias ? Array.from(weights[i + 1]!.values) : undefined });
    }
  }

  /** All weights, flat, in the model's order. */
  get weights(): number[][] {
    return this.#layers.flatMap(({ kernel, bias }) => (bias ? [kernel.flat(), bias] : [kernel.flat()]));
  }

  evaluate(indices: readonly number[]): ReferenceBatch {
    const { logits } = this.#forward(indices);
    return this.#score(logits, indices);
  }

  /**
   * The slope of the loss along one weight, by central difference: `(L(w + h) - L(w - h)) / 2h`.
   *
   * @param tensor in the order of the model's weights
   * @param at index within the tensor, row-major
   */
  slope(indices: readonly number[], tensor: number, at: number, h: number): number {
    const { kernel, bias } = this.#layers[this.#network.useBias ? tensor >> 1 : tensor]!;
    const columns = kernel[0]!.length;
    const isBias = bias !== undefined && tensor % 2 === 1;
    const [values, index] = isBias ? [bias, at] : [kernel[Math.floor(at / columns)]!, at % columns];
    const value = values[index]!;
    values[index] = value + h;
    const above = this.evaluate(indices).loss;
    values[index] = value - h;
    const below = this.evaluate(indices).loss;
    values[index] = value;
    return (above - below) / (2 * h);
  }

  /** The model's output for each sample. */
  predict(indices: readonly number[]): Matrix {
    const { logits } = this.#forward(indices);
    return logits.map((row) => (row.length === 1 ? row.map(sigmoid) : softmax(row)));
  }

  /** @param step from 0 */
  train(indices: readonly number[], step: number, learningRate: number): ReferenceBatch {
    const { logits, inputs, preActivations, masks } = this.#forward(indices, step);
    const score = this.#score(logits, indices);
    const gradients: number[][] = [];
    let delta = logits.map((row, i) =>
      this.#logitGradient(row, indices[i]!).map((g) => (this.#weight(indices[i]!) * g) / indices.length),
    );
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const { kernel, bias } = this.#layers[l]!;
      const { l1, l2 } = this.#network;
      const kernelGradient = kernel.map((row, i) =>
        row.map(
          (w, j) => sum(delta.map((d, b) => inputs[l]![b]![i]! * d[j]!)) + l1 * Math.sign(w) + 2 * l2 * w,
        ),
      );
      gradients.unshift(
        kernelGradient.flat(),
        ...(bias ? [bias.map((_, j) => sum(delta.map((d) => d[j]!)))] : []),
      );
      if (l === 0) break;
      const slope = activations[this.#network.activation][1];
      delta = delta.map((d, b) =>
        kernel.map((row, i) => {
          const upstream = sum(row.map((w, j) => w * d[j]!)) * (masks[l - 1]?.[b]?.[i] ?? 1);
          return upstream * slope(preActivations[l - 1]![b]![i]!);
        }),
      );
    }
    const before = this.average;
    this.#update(gradients, step, learningRate);
    this.#takeAverage(before, step);
    return score;
  }

  #forward(
    indices: readonly number[],
    step?: number,
  ): {
    logits: Matrix;
    inputs: Matrix[];
    preActivations: Matrix[];
    masks: (Matrix | undefined)[];
  } {
    const { images, height, width, channels } = this.#samples;
    const pixels = height * width * channels;
    const { dropout, activation } = this.#network;
    let current = indices.map((i) =>
      Array.from(images.subarray(i * pixels, (i + 1) * pixels), (p) => p / 255),
    );
    const inputs: Matrix[] = [];
    const preActivations: Matrix[] = [];
    const masks: (Matrix | undefined)[] = [];
    for (const [l, { kernel, bias }] of this.#layers.entries()) {
      inputs.push(current);
      const units = kernel[0]!.length;
      const z = current.map((x) => affine(x, kernel, bias ?? Array.from({ length: units }, () => 0)));
      preActivations.push(z);
      if (l === this.#layers.length - 1) return { logits: z, inputs, preActivations, masks };
      const mask = step === undefined || dropout === 0 ? undefined : this.#mask(l, step, z.length, units);
      masks.push(mask);
      const value = activations[activation][0];
      current = z.map((row, b) => row.map((entry, j) => value(entry) * (mask?.[b]?.[j] ?? 1)));
    }
    throw new Error('A network has at least its output layer');
  }

  #mask(ordinal: number, step: number, batch: number, units: number): Matrix {
    const key = dropoutStepKey(dropoutKey(0, ordinal), step);
    const kept = dropoutFactors(key, this.#network.dropout, batch, units);
    const scale = 1 / (1 - this.#network.dropout);
    return Array.from({ length: batch }, (_, b) =>
      Array.from(kept.subarray(b * units, (b + 1) * units), (factor) => (factor === 0 ? 0 : scale)),
    );
  }

  #score(logits: Matrix, indices: readonly number[]): ReferenceBatch {
    const { l1, l2, loss } = this.#network;
    const kernels = this.#layers.flatMap(({ kernel }) => kernel.flat());
    const penalty = l1 * sum(kernels.map(Math.abs)) + l2 * sum(kernels.map((w) => w * w));
    const losses = logits.map(
      (row, b) => this.#weight(indices[b]!) * referenceLosses[loss].value(row, this.#target(indices[b]!)),
    );
    const correct = logits.filter((row, b) => {
      const target = this.#plainTarget(indices[b]!);
      if (row.length === 1) return row[0]! > 0 === (target[0] === 1);
      return argMax(row, 0, row.length) === argMax(target, 0, target.length);
    }).length;
    return { loss: sum(losses) / losses.length + penalty, correct };
  }

  #logitGradient(logits: number[], sample: number): number[] {
    return referenceLosses[this.#network.loss].gradient(logits, this.#target(sample));
  }

  #weight(sample: number): number {
    return this.#weights?.[sample] ?? 1;
  }

  #target(sample: number): number[] {
    const { labelSmoothing } = this.#network;
    const target = this.#plainTarget(sample);
    const classes = Math.max(target.length, 2);
    return target.map((value) => (1 - labelSmoothing) * value + labelSmoothing / classes);
  }

  #plainTarget(sample: number): number[] {
    const outputs = outputsOf(this.#network);
    const { labels, targets } = this.#samples;
    if (lossNamed(this.#network.loss).reads === 'targets') {
      return Array.from(targets!.subarray(sample * outputs, (sample + 1) * outputs));
    }
    const label = labels![sample]!;
    return outputs === 1 ? [label] : Array.from({ length: outputs }, (_, j) => Number(j === label));
  }

  /** The average of the weights, as `weights`; those before the first step are its start. */
  get average(): readonly (readonly number[])[] {
    return this.#average ?? this.weights;
  }

  #takeAverage(before: readonly (readonly number[])[], step: number): void {
    const { average } = this.#network;
    if (!average) return;
    const decay = Math.min(average.decay, (1 + step) / (10 + step));
    this.#average = this.weights.map((values, tensor) =>
      values.map((value, i) => decay * before[tensor]![i]! + (1 - decay) * value),
    );
  }

  #update(gradients: number[][], step: number, learningRate: number): void {
    const { globalClipNorm } = this.#network;
    const norm = Math.sqrt(sum(gradients.flat().map((g) => g * g)));
    const scale = globalClipNorm !== null && norm > globalClipNorm ? globalClipNorm / norm : 1;
    const config = resolveOptimizer(this.#network.optimizer);
    let index = 0;
    for (const layer of this.#layers) {
      for (const values of [...layer.kernel, ...(layer.bias ? [layer.bias] : [])]) {
        const isBias = values === layer.bias;
        const gradient = gradients[index]!.splice(0, isBias ? gradients[index]!.length : values.length);
        if (gradients[index]!.length === 0) index++;
        const key = `${this.#layers.indexOf(layer)}/${isBias ? 'bias' : layer.kernel.indexOf(values)}`;
        const slots = { get: (name: string) => this.#slot(`${name}/${key}`, values.length) };
        updateWeight(
          config,
          values,
          gradient.map((g) => g * scale),
          slots,
          learningRate,
          step + 1,
        );
      }
    }
  }

  #slot(name: string, length: number): number[] {
    const slot = this.#slots.get(name) ?? Array.from({ length }, () => 0);
    this.#slots.set(name, slot);
    return slot;
  }
}

function affine(x: readonly number[], kernel: Matrix, bias: readonly number[]): number[] {
  const z = [...bias];
  for (const [i, value] of x.entries()) {
    const row = kernel[i]!;
    for (let j = 0; j < z.length; j++) z[j]! += value * row[j]!;
  }
  return z;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - most));
  const total = sum(powers);
  return powers.map((power) => power / total);
}
