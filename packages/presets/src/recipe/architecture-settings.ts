import type { LossName } from '@atelier/training/settings';
import { type ActivationName, activationNames } from './activation.ts';
import type { Declaration, Declarations } from './declaration.ts';
import { hiddenUnits } from './hidden-units.ts';
import { layerText } from './layer-text.ts';
import { hiddenLayers } from './layers/hidden-layers.ts';
import { choice, notNegativeTo, share } from './kind.ts';
import { limits } from './limits.ts';
import { loss, lossHelp } from './loss.ts';

/** What a model is made of, besides the data's shape. */
export interface Architecture {
  /** The layers from the input to the output, as `parseLayers` reads them: `conv 16 3x3, pool 2, dense 64, output`; `given` for those of a given model. */
  readonly layers: string;
  /** Of every convolution and dense layer that says none, but the output. */
  readonly activation: ActivationName;
  /** Rate of a dropout layer after each dense layer but the output, in [0, 1); 0 adds none. */
  readonly dropout: number;
  /** Every kernel adds `l1 * sum(|kernel|)` to the loss. From 0 to 1000. */
  readonly l1: number;
  /** Every kernel adds `l2 * sum(kernel²)` to the loss. From 0 to 1000. */
  readonly l2: number;
  /**
   * The loss decides the output layer: the categorical ones take one softmax unit per class, the binary one a single
   * sigmoid unit.
   */
  readonly loss: LossName;
}

/** Short for the layers of a network of dense ones. */
export const hidden: Declaration<readonly number[]> = {
  flag: 'hidden',
  placeholder: 'units',
  help: 'short for dense layers: 128 or 256,128 or none',
  label: 'hidden units',
  kind: hiddenUnits,
  shortFor: 'layers',
};

export const architectureSettings: Declarations<Architecture> = {
  layers: {
    flag: 'layers',
    placeholder: 'text',
    help: 'the network, such as "conv 16 3x3, pool 2, dense 64"; all words stand below',
    label: 'layers',
    kind: layerText,
    default: hiddenLayers([32]),
  },
  activation: {
    flag: 'activation',
    placeholder: 'name',
    help: `of layers that say none: ${activationNames.join(', ')}`,
    label: 'activation',
    kind: choice('activation', activationNames),
    default: 'relu',
  },
  dropout: {
    flag: 'dropout',
    placeholder: 'rate',
    help: 'after each dense layer but the output, 0 to below 1',
    label: 'dropout',
    kind: share,
    default: 0,
  },
  l1: {
    flag: 'l1',
    placeholder: 'factor',
    help: `L1 kernel regularizer, from 0 to ${limits.penalty}`,
    label: 'L1',
    kind: notNegativeTo(limits.penalty),
    default: 0,
  },
  l2: {
    flag: 'l2',
    placeholder: 'factor',
    help: `L2 kernel regularizer, from 0 to ${limits.penalty}`,
    label: 'L2',
    kind: notNegativeTo(limits.penalty),
    default: 0,
  },
  loss: {
    flag: 'loss',
    placeholder: 'name',
    help: lossHelp,
    label: 'loss',
    kind: loss,
    default: 'sparseCategoricalCrossentropy',
  },
};
