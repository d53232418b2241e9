import { checkOptions, found, type OtherNames } from '@atelier/checks';
import { streamKey } from '@atelier/random';
import { rememberLoss } from '@atelier/training';
import { checkSeed, classesOf, lossNamed, unitsFor } from '@atelier/training/settings';
import { initializers, type LayersModel, layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { activationNames } from './recipe/activation.ts';
import type { Architecture } from './recipe/architecture-settings.ts';
import { isPresetName, type PresetName, presets } from './recipe/presets.ts';

export interface ModelOptions extends Partial<Architecture> {
  /** `[height, width, channels]` of the images. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** At least 2. */
  readonly classes: number;
  /** The run's seed, an integer of at least 0. It determines initial weights. Default 0. */
  readonly seed?: number;
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
  const { inputShape, classes, seed = 0 } = options;
  checkSeed(seed);
  const { hidden = base.hidden, activation = base.activation, dropout = base.dropout } = options;
  const { l1 = base.l1, l2 = base.l2, loss = base.loss } = options;
  check({ hidden, activation, dropout, l1, l2, loss }, options);

  const dense = (
    name: string,
    units: number,
    activationName: 'relu' | 'elu' | 'tanh' | 'sigmoid' | 'linear' | 'softmax',
  ) =>
    layers.dense({
      name,
      units,
      activation: activationName,
      kernelInitializer: initializers.glorotUniform({ seed: streamKey(seed, 'initial weights', name) }),
      biasInitializer: 'zeros',
      ...(l1 > 0 || l2 > 0 ? { kernelRegularizer: regularizers.l1l2({ l1, l2 }) } : {}),
    });

  const model = sequential({ name: 'classifier' });
  // The division is part of the model, so that a saved model takes raw pixels wherever it is loaded.
  model.add(layers.rescaling({ name: 'rescaling', scale: 1 / 255, inputShape: [...inputShape] }));
  model.add(layers.flatten({ name: 'flatten' }));
  for (const [index, units] of hidden.entries()) {
    const number = index + 1;
    if (activation === 'leakyRelu') {
      model.add(dense(`hidden_${number}`, units, 'linear'));
      model.add(layers.leakyReLU({ name: `leaky_relu_${number}`, alpha: 0.3 }));
    } else {
      model.add(dense(`hidden_${number}`, units, activation));
    }
    if (dropout > 0) model.add(layers.dropout({ name: `dropout_${number}`, rate: dropout }));
  }
  const described = lossNamed(loss);
  model.add(dense('output', unitsFor(described, classes), described.output));
  rememberLoss(model, loss);
  return model;
}

const known: Readonly<Record<keyof ModelOptions, true>> = {
  inputShape: true,
  classes: true,
  seed: true,
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
  if (typeof preset !== 'string') return preset;
  // A caller without types can pass any string.
  if (!isPresetName(preset)) {
    throw new RangeError(`Unknown preset "${String(preset)}"; there are ${Object.keys(presets).join(', ')}`);
  }
  return presets[preset];
}

function check(architecture: Architecture, { inputShape, classes }: ModelOptions): void {
  const { hidden, activation, dropout, l1, l2, loss } = architecture;
  if (!Array.isArray(inputShape) || inputShape.length !== 3 || !inputShape.every(isCount)) {
    throw new RangeError(
      `inputShape is [height, width, channels], each at least 1; found ${Array.isArray(inputShape) ? `[${inputShape.join(', ')}]` : found(inputShape)}`,
    );
  }
  if (!isCount(classes) || classes < 2) throw new RangeError(`classes is at least 2; found ${classes}`);
  const told = classesOf(lossNamed(loss), classes);
  if (classes !== told) throw new RangeError(`${loss} takes data of ${told} classes; found ${classes}`);
  if (!Array.isArray(hidden)) {
    throw new TypeError(`hidden is an array of units, one for each hidden layer; found ${found(hidden)}`);
  }
  for (const units of hidden) {
    if (!isCount(units)) throw new RangeError(`A hidden layer has at least 1 unit; found ${units}`);
  }
  if (!activationNames.includes(activation)) {
    throw new RangeError(`Unknown activation "${activation}"; there are ${activationNames.join(', ')}`);
  }
  if (!(dropout >= 0 && dropout < 1)) throw new RangeError(`dropout is in [0, 1); found ${dropout}`);
  if (!(l1 >= 0 && l1 < Infinity)) throw new RangeError(`l1 is at least 0; found ${l1}`);
  if (!(l2 >= 0 && l2 < Infinity)) throw new RangeError(`l2 is at least 0; found ${l2}`);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
