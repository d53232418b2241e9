import {
  dropoutFactors,
  dropoutKey,
  dropoutStepKey,
  lossNamed,
  type LossName,
  type Samples,
} from '@atelier/training';
import {
  input as inputLayer,
  type LayersModel,
  layers,
  model as functional,
  regularizers,
  sequential,
  SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  type Batch,
  conv,
  depthwiseConv,
  type Frame,
  globalPool,
  join,
  normalize,
  pool,
  referenceLosses,
  type Sliding,
  sumOf,
  zeroPad,
} from '@atelier/training/conformance';

type Activation = 'linear' | 'relu' | 'elu' | 'tanh' | 'sigmoid' | 'softmax';

interface Convolution extends Sliding {
  readonly useBias?: boolean;
  readonly activation?: Activation;
  readonly l2?: number;
  readonly trainable?: boolean;
}

/** A layer that both tfjs and the float64 reference below understand. */
export type Spec = (
  | { readonly type: 'rescaling'; readonly scale: number; readonly offset: number }
  | { readonly type: 'flatten' }
  | { readonly type: 'reshape'; readonly shape: readonly number[] }
  | {
      readonly type: 'dense';
      readonly units: number;
      readonly useBias?: boolean;
      readonly activation?: Activation;
      readonly l1?: number;
      readonly l2?: number;
      readonly trainable?: boolean;
    }
  | { readonly type: 'activation'; readonly name: 'relu' | 'elu' | 'tanh' | 'sigmoid' | 'softmax' }
  | { readonly type: 'relu' }
  | { readonly type: 'leakyRelu'; readonly alpha: number }
  | { readonly type: 'elu'; readonly alpha: number }
  | { readonly type: 'softmax' }
  | { readonly type: 'dropout'; readonly rate: number }
  | ({ readonly type: 'conv'; readonly filters: number } & Convolution)
  | ({ readonly type: 'depthwise'; readonly multiplier: number } & Convolution)
  | ({ readonly type: 'separable'; readonly multiplier: number; readonly filters: number } & Convolution)
  | ({ readonly type: 'pool'; readonly kind: 'max' | 'average' } & Sliding)
  | { readonly type: 'globalPool'; readonly kind: 'max' | 'average' }
  | {
      readonly type: 'normalization';
      readonly epsilon?: number;
      readonly scale?: boolean;
      readonly center?: boolean;
      readonly trainable?: boolean;
    }
  | { readonly type: 'padding'; readonly zeros: Frame }
  | { readonly type: 'add' }
  | { readonly type: 'concatenate' }
) & {
  /** Of the specs whose outputs it takes, -1 for the input; the one before by default. */
  readonly inputs?: readonly number[];
};

/** The specs as a model, with tfjs' random initial weights. */
export function modelOf(specs: readonly Spec[], input: readonly number[]): LayersModel {
  if (specs.some(({ inputs }) => inputs)) return graphOf(specs, input);
  const model = sequential();
  for (const [index, spec] of specs.entries()) {
    model.add(layerOf(spec, index === 0 ? { inputShape: [...input] } : {}));
  }
  return model;
}

function graphOf(specs: readonly Spec[], shape: readonly number[]): LayersModel {
  const start = inputLayer({ shape: [...shape] });
  const outputs: SymbolicTensor[] = [];
  for (const [index, spec] of specs.entries()) {
    const [first = start, ...others] = (spec.inputs ?? [index - 1]).map((at) => outputs[at] ?? start);
    const output = layerOf(spec, {}).apply(others.length === 0 ? first : [first, ...others]);
    if (!(output instanceof SymbolicTensor)) throw new TypeError('A layer has one output');
    outputs.push(output);
  }
  return functional({ inputs: start, outputs: outputs.at(-1) ?? start });
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
    case 'conv': {
      const { filters, l2 = 0 } = spec;
      const kernelRegularizer = l2 > 0 ? { kernelRegularizer: regularizers.l2({ l2 }) } : {};
      return layers.conv2d({ filters, ...slidingOf(spec), ...kernelRegularizer, ...first });
    }
    case 'depthwise': {
      const { multiplier, l2 = 0 } = spec;
      const penalty = l2 > 0 ? { depthwiseRegularizer: regularizers.l2({ l2 }) } : {};
      return layers.depthwiseConv2d({
        depthMultiplier: multiplier,
        ...slidingOf(spec),
        ...penalty,
        ...first,
      });
    }
    case 'separable': {
      const { multiplier, filters } = spec;
      return layers.separableConv2d({ depthMultiplier: multiplier, filters, ...slidingOf(spec), ...first });
    }
    case 'pool': {
      const { kind, size, strides = [1, 1], padding = 'valid' } = spec;
      const settings = { poolSize: pair(size), strides: pair(strides), padding, ...first };
      return kind === 'max' ? layers.maxPooling2d(settings) : layers.averagePooling2d(settings);
    }
    case 'globalPool':
      return spec.kind === 'max' ? layers.globalMaxPooling2d(first) : layers.globalAveragePooling2d(first);
    case 'normalization': {
      const { epsilon = 1e-3, scale = true, center = true, trainable = true } = spec;
      return layers.batchNormalization({ epsilon, scale, center, trainable, ...first });
    }
    case 'padding': {
      const [vertical, horizontal] = spec.zeros;
      return layers.zeroPadding2d({ padding: [pair(vertical), pair(horizontal)], ...first });
    }
    case 'add':
      return layers.add();
    case 'concatenate':
      return layers.concatenate();
  }
}

function slidingOf({ size, strides = [1, 1], padding = 'valid', ...others }: Convolution) {
  const { useBias = true, activation = 'linear', trainable = true } = others;
  return { kernelSize: pair(size), strides: pair(strides), padding, useBias, activation, trainable };
}

function pair([first, second]: readonly [number, number]): [number, number] {
  return [first, second];
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
  const { height, width, channels } = samples;
  const pixels = height * width * channels;
  const pictures: Batch = {
    shape: [height, width, channels],
    rows: indices.map((i) => Array.from(samples.images.subarray(i * pixels, (i + 1) * pixels))),
  };
  let logits = pictures.rows;
  let penalty = 0;
  let next = 0;
  let dropouts = 0;
  const weight = (used: boolean | undefined): readonly number[] | undefined =>
    used === false ? undefined : (weights[next++] ?? []);
  const penalized = (
    values: readonly number[],
    { l1 = 0, l2 = 0, trainable = true }: { l1?: number; l2?: number; trainable?: boolean },
  ) => {
    if (trainable) for (const w of values) penalty += l1 * Math.abs(w) + l2 * w * w;
    return values;
  };
  const activated = (batch: Batch, name: string, alpha = 1): Batch => {
    logits = batch.rows;
    return { ...batch, rows: batch.rows.map((x) => activate(name, alpha, x)) };
  };
  const outputOf = (spec: Spec, inputs: readonly Batch[]): Batch => {
    const [batch = pictures] = inputs;
    switch (spec.type) {
      case 'dense': {
        const kernel = penalized(weight(true) ?? [], spec);
        const bias = weight(spec.useBias) ?? [];
        const rows = batch.rows.map((x) => denseRow(x, kernel, bias, spec.units));
        return activated({ shape: [spec.units], rows }, spec.activation ?? 'linear');
      }
      case 'dropout': {
        const units = batch.rows[0]?.length ?? 0;
        const key = dropoutStepKey(dropoutKey(step?.seed ?? 0, dropouts++), step?.number ?? 0);
        const factors = dropoutFactors(key, spec.rate, batch.rows.length, units);
        const rows = batch.rows.map((x, row) =>
          x.map((value, unit) => value * (factors[row * units + unit] ?? 0)),
        );
        return step ? { ...batch, rows } : batch;
      }
      case 'rescaling':
        return { ...batch, rows: batch.rows.map((x) => x.map((value) => value * spec.scale + spec.offset)) };
      case 'flatten':
        return { ...batch, shape: [batch.rows[0]?.length ?? 0] };
      case 'reshape':
        return { ...batch, shape: spec.shape };
      case 'conv': {
        const kernel = penalized(weight(true) ?? [], spec);
        const output = conv(batch, spec, spec.filters, kernel, weight(spec.useBias) ?? []);
        return activated(output, spec.activation ?? 'linear');
      }
      case 'depthwise': {
        const kernel = penalized(weight(true) ?? [], spec);
        const output = depthwiseConv(batch, spec, spec.multiplier, kernel, weight(spec.useBias) ?? []);
        return activated(output, spec.activation ?? 'linear');
      }
      case 'separable': {
        const between = depthwiseConv(batch, spec, spec.multiplier, weight(true) ?? [], []);
        const kernel = weight(true) ?? [];
        const output = conv(between, { size: [1, 1] }, spec.filters, kernel, weight(spec.useBias) ?? []);
        return activated(output, spec.activation ?? 'linear');
      }
      case 'pool':
        return pool(batch, spec, spec.kind);
      case 'globalPool':
        return globalPool(batch, spec.kind);
      case 'normalization': {
        const gamma = weight(spec.scale);
        const beta = weight(spec.center);
        const moving = { mean: weight(true) ?? [], variance: weight(true) ?? [] };
        // In training only a frozen layer reads them.
        return normalize(
          batch,
          spec.epsilon ?? 1e-3,
          gamma,
          beta,
          spec.trainable === false ? moving : undefined,
        );
      }
      case 'padding':
        return zeroPad(batch, spec.zeros);
      case 'add':
        return sumOf(inputs);
      case 'concatenate':
        return join(inputs);
      case 'activation':
        return activated(batch, spec.name);
      case 'relu':
      case 'softmax':
        return activated(batch, spec.type);
      case 'leakyRelu':
      case 'elu':
        return activated(batch, spec.type, spec.alpha);
    }
  };
  const outputs: Batch[] = [];
  for (const [index, spec] of specs.entries()) {
    const inputs = (spec.inputs ?? [index - 1]).map((at) => outputs[at] ?? pictures);
    outputs.push(outputOf(spec, inputs));
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
