import {
  checkCount,
  checkLayout,
  checkName,
  checkOptions,
  checkSeed,
  found,
  type OtherNames,
} from '@atelier/checks';
import { rememberLoss } from '@atelier/training';
import { classesOf, lossNamed } from '@atelier/training/settings';
import { input, type LayersModel, model, sequential, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type GraphLayer, layerGraph } from './layer-graph.ts';
import { activationNames } from './recipe/activation.ts';
import { normMomentumFor } from './norm-momentum.ts';
import type { Architecture } from './recipe/architecture-settings.ts';
import { hiddenLayers } from './recipe/layers/hidden-layers.ts';
import { parseLayers } from './recipe/layers/parse-layers.ts';
import { isPresetName, type PresetName, presets } from './recipe/presets.ts';

/** Options of `createModel`: the sizes of the data, and what differs from the preset. */
export interface ModelOptions extends Partial<Architecture> {
  /** Units of hidden dense layers: short for `layers`. Empty: the output layer sees the pixels. */
  readonly hidden?: readonly number[];
  /** `[height, width, channels]` of the images. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Says that the shape is in this order, where it looks otherwise, as `[1, 28, 28]` does. */
  readonly layout?: 'channels-last';
  /** At least 2. */
  readonly classes: number;
  /** The run's seed, an integer of at least 0. It determines initial weights. Default 0. */
  readonly seed?: number;
  /**
   * Steps of an epoch of the training, a whole number, at least 1. For fewer than 299, the moving statistics of batch normalization have
   * a momentum below Keras' 0.99, down to 0.9, so that an epoch leaves a twentieth of what they were before it. Default: unknown,
   * which keeps 0.99.
   */
  readonly stepsPerEpoch?: number;
  /** Of the moving statistics of batch normalization, from 0 to 1. Default: what suits `stepsPerEpoch`. */
  readonly normMomentum?: number;
}

/**
 * Makes a preset's model, or a variation of it: raw pixels 0–255 in (`[batch, height, width, channels]`), probabilities
 * out (`[batch, classes]`, or `[batch, 1]` for the binary loss). Kernels start Glorot-uniform (Glorot and Bengio 2010),
 * biases at 0, as in Keras. Needs a TensorFlow.js backend to be set.
 *
 * @throws RangeError for an unknown preset or an option out of range
 */
export function createModel(preset: PresetName | Architecture, options: ModelOptions): LayersModel {
  const base = resolvePreset(preset);
  checkOptions('createModel', options, known, kerasNames);
  const { inputShape, classes, seed = 0, stepsPerEpoch } = options;
  checkSeed(seed);
  if (stepsPerEpoch !== undefined) checkCount('stepsPerEpoch', stepsPerEpoch);
  const { normMomentum = normMomentumFor(stepsPerEpoch) } = options;
  const { activation = base.activation, dropout = base.dropout } = options;
  const { l1 = base.l1, l2 = base.l2, loss = base.loss } = options;
  check({ activation, dropout, l1, l2, loss }, options);
  if (!isNumber(normMomentum) || !(normMomentum >= 0 && normMomentum <= 1)) {
    throw new RangeError(`normMomentum is a number from 0 to 1; found ${found(normMomentum)}`);
  }
  const { hidden, layers = hidden ? hiddenLayers(hidden) : base.layers } = options;
  const settings = { activation, dropout, l1, l2, loss, inputShape, classes, seed, normMomentum };
  const made = assemble(layerGraph({ ...settings, layers: parseLayers(layers) }), inputShape);
  rememberLoss(made, loss);
  return made;
}

/** A chain as a `Sequential`, any other graph as a functional model. */
function assemble(graph: readonly GraphLayer[], inputShape: readonly number[]): LayersModel {
  const name = 'classifier';
  if (graph.every(({ inputs }, index) => inputs.join() === String(index - 1))) {
    return sequential({ name, layers: graph.map(({ layer }) => layer) });
  }
  const pixels = input({ name: 'pixels', shape: [...inputShape] });
  const outputs: SymbolicTensor[] = [];
  for (const { layer, inputs } of graph) {
    const from = inputs.map((index) => outputs[index] ?? pixels);
    const output = layer.apply(from.length === 1 ? from[0]! : from);
    if (!(output instanceof SymbolicTensor)) throw new TypeError(`${layer.name} has no single output`);
    outputs.push(output);
  }
  return model({ name, inputs: pixels, outputs: outputs.at(-1)! });
}

const known: Readonly<Record<keyof ModelOptions, true>> = {
  inputShape: true,
  layout: true,
  classes: true,
  seed: true,
  stepsPerEpoch: true,
  normMomentum: true,
  layers: true,
  hidden: true,
  activation: true,
  dropout: true,
  l1: true,
  l2: true,
  loss: true,
};

const kerasNames: OtherNames = {
  input_shape: 'inputShape',
  units: 'hidden',
  num_classes: 'classes',
  numClasses: 'classes',
  rate: 'dropout',
};

function resolvePreset(preset: PresetName | Architecture): Architecture {
  if (typeof preset === 'object' && preset !== null) return preset;
  return presets[checkName('preset', preset, Object.keys(presets).filter(isPresetName))];
}

function check(architecture: Omit<Architecture, 'layers'>, options: ModelOptions): void {
  const { inputShape, layout, classes, hidden, layers } = options;
  const { activation, dropout, l1, l2, loss } = architecture;
  if (!Array.isArray(inputShape) || inputShape.length !== 3 || !inputShape.every(isCount)) {
    throw new RangeError(
      `inputShape is [height, width, channels], each at least 1; found ${Array.isArray(inputShape) ? `[${inputShape.join(', ')}]` : found(inputShape)}`,
    );
  }
  checkLayout(inputShape, layout);
  if (!isCount(classes) || classes < 2) {
    throw new RangeError(`classes is a whole number, at least 2; found ${found(classes)}`);
  }
  const told = classesOf(lossNamed(loss), classes);
  if (classes !== told) throw new RangeError(`${loss} takes data of ${told} classes; found ${classes}`);
  if (hidden !== undefined && layers !== undefined) {
    throw new RangeError('hidden is short for layers; give one of them');
  }
  if (hidden !== undefined && !Array.isArray(hidden)) {
    throw new TypeError(`hidden is an array of units, one for each hidden layer; found ${found(hidden)}`);
  }
  for (const units of hidden ?? []) {
    if (!isCount(units)) throw new RangeError(`A hidden layer has at least 1 unit; found ${found(units)}`);
  }
  if (layers !== undefined && typeof layers !== 'string') {
    throw new TypeError(`layers is a text such as "conv 16 3x3, pool 2"; found ${found(layers)}`);
  }
  checkName('activation', activation, activationNames);
  if (!isNumber(dropout) || !(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`dropout is in [0, 1); found ${found(dropout)}`);
  }
  for (const [name, factor] of Object.entries({ l1, l2 })) {
    if (!isNumber(factor) || !(factor >= 0 && factor < Infinity)) {
      throw new RangeError(`${name} is at least 0; found ${found(factor)}`);
    }
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
