import {
  dropoutFactors,
  dropoutKey,
  dropoutStepKey,
  lossNamed,
  type LossName,
  type Samples,
} from '@atelier/training';
import { referenceLosses } from '@atelier/training/conformance';
import { type LayersModel, layers, regularizers, sequential } from '@tensorflow/tfjs-layers';

/** A layer that both tfjs and the float64 reference below understand. */
export type Spec =
  | { readonly type: 'rescaling'; readonly scale: number; readonly offset: number }
  | { readonly type: 'flatten' }
  | { readonly type: 'reshape'; readonly shape: readonly number[] }
  | {
      readonly type: 'dense';
      readonly units: number;
      readonly useBias?: boolean;
      readonly activation?: 'linear' | 'relu' | 'elu' | 'tanh' | 'sigmoid' | 'softmax';
      readonly l1?: number;
      readonly l2?: number;
      readonly trainable?: boolean;
    }
  | { readonly type: 'activation'; readonly name: 'relu' | 'elu' | 'tanh' | 'sigmoid' | 'softmax' }
  | { readonly type: 'relu' }
  | { readonly type: 'leakyRelu'; readonly alpha: number }
  | { readonly type: 'elu'; readonly alpha: number }
  | { readonly type: 'softmax' }
  | { readonly type: 'dropout'; readonly rate: number };

/** The specs as a model, with tfjs' random initial weights. */
export function modelOf(specs: readonly Spec[], input: readonly number[]): LayersModel {
  const model = sequential();
  for (const [index, spec] of specs.entries()) {
    model.add(layerOf(spec, index === 0 ? { inputShape: [...input] } : {}));
  }
  return model;
}

function layerOf(spec: Spec, first: { inputShape?: number[] }): LayersModel['layers'][number] {
  switch (spec.type) {
    case 'rescaling':
      return layers.rescaling({ scale: spec.scale, offset: spec.offset, ...first });
    case 'flatten':
      return layers.flatten(first);
    case 'reshape':
      return layers.reshape({ targetShape: [...spec.shape], ...first });
    case 'dense': {
      const { units, useBias = true, activation = 'linear', l1 = 0, l2 = 0, trainable = true } = spec;
      const penalty = l1 > 0 || l2 > 0 ? { kernelRegularizer: regularizers.l1l2({ l1, l2 }) } : {};
      return layers.dense({ units, useBias, activation, trainable, ...penalty, ...first });
    }
    case 'activation':
      return layers.activation({ activation: spec.name, ...first });
    case 'relu':
      return layers.reLU(first);
    case 'leakyRelu':
      return layers.leakyReLU({ alpha: spec.alpha, ...first });
    case 'elu':
      return layers.elu({ alpha: spec.alpha, ...first });
    case 'softmax':
      return layers.softmax(first);
    case 'dropout':
      return layers.dropout({ rate: spec.rate, ...first });
  }
}

/** A model's weights by layer: kernel, then bias, row-major. */
export type Weights = readonly (readonly number[])[];

/**
 * The mean loss of a batch in float64, penalties included, straight from the formulas, without gradients.
 * `weights` holds each dense layer's kernel and bias in the order of the layers.
 *
 * @param step of the dropout masks; `undefined` turns dropout off
 */
export function referenceLoss(
  specs: readonly Spec[],
  weights: Weights,
  samples: Samples,
  indices: readonly number[],
  loss: LossName,
  step?: { readonly seed: number; readonly number: number },
): number {
  const pixels = samples.height * samples.width * samples.channels;
  let rows = indices.map((i) => Array.from(samples.images.subarray(i * pixels, (i + 1) * pixels)));
  let logits = rows;
  let penalty = 0;
  let next = 0;
  let dropouts = 0;
  for (const spec of specs) {
    if (spec.type === 'dense') {
      const kernel = weights[next++] ?? [];
      const bias = spec.useBias === false ? [] : (weights[next++] ?? []);
      const { l1 = 0, l2 = 0 } = spec;
      for (const w of kernel) penalty += l1 * Math.abs(w) + l2 * w * w;
      rows = rows.map((x) => denseRow(x, kernel, bias, spec.units));
      logits = rows;
      rows = rows.map((x) => activate(spec.activation ?? 'linear', 1, x));
    } else if (spec.type === 'dropout') {
      const units = rows[0]?.length ?? 0;
      const key = dropoutStepKey(dropoutKey(step?.seed ?? 0, dropouts++), step?.number ?? 0);
      const factors = dropoutFactors(key, spec.rate, rows.length, units);
      if (step)
        rows = rows.map((x, row) => x.map((value, unit) => value * (factors[row * units + unit] ?? 0)));
    } else if (spec.type === 'rescaling') {
      rows = rows.map((x) => x.map((value) => value * spec.scale + spec.offset));
    } else if (spec.type !== 'flatten' && spec.type !== 'reshape') {
      logits = rows;
      const name = spec.type === 'activation' ? spec.name : spec.type;
      rows = rows.map((x) => activate(name, 'alpha' in spec ? spec.alpha : 1, x));
    }
  }
  const losses = indices.map((sample, row) => sampleLoss(loss, logits[row] ?? [], samples, sample));
  return losses.reduce((sum, value) => sum + value, 0) / losses.length + penalty;
}

function denseRow(
  x: readonly number[],
  kernel: readonly number[],
  bias: readonly number[],
  units: number,
): number[] {
  return Array.from({ length: units }, (_, unit) =>
    x.reduce((sum, value, k) => sum + value * (kernel[k * units + unit] ?? 0), bias[unit] ?? 0),
  );
}

function activate(name: string, alpha: number, x: readonly number[]): number[] {
  if (name === 'softmax') {
    const most = Math.max(...x);
    const e = x.map((z) => Math.exp(z - most));
    const sum = e.reduce((total, value) => total + value, 0);
    return e.map((value) => value / sum);
  }
  return x.map((z) => {
    if (name === 'relu') return Math.max(z, 0);
    if (name === 'leakyRelu') return z > 0 ? z : alpha * z;
    if (name === 'elu') return z > 0 ? z : alpha * Math.expm1(z);
    if (name === 'tanh') return Math.tanh(z);
    if (name === 'sigmoid') return 1 / (1 + Math.exp(-z));
    return z;
  });
}

function sampleLoss(name: LossName, logits: readonly number[], samples: Samples, sample: number): number {
  return referenceLosses[name].value(logits, targetOf(name, logits.length, samples, sample));
}

function targetOf(name: LossName, units: number, samples: Samples, sample: number): readonly number[] {
  if (lossNamed(name).reads === 'targets') {
    return Array.from(samples.targets!.subarray(sample * units, (sample + 1) * units));
  }
  const label = samples.labels![sample]!;
  return units === 1 ? [label] : Array.from({ length: units }, (_, unit) => Number(unit === label));
}
