import type { LossName } from '@atelier/training/settings';
import { type ActivationName, activationNames } from './activation.ts';
import type { Declarations } from './declaration.ts';
import { hiddenUnits } from './hidden-units.ts';
import { choice, notNegative, share } from './kind.ts';
import { loss, lossHelp } from './loss.ts';

/** What a model is made of, besides the data's shape. */
export interface Architecture {
  /** Units of each hidden dense layer, from the input to the output. Empty: the output layer sees the pixels. */
  readonly hidden: readonly number[];
  /** Of every hidden layer. */
  readonly activation: ActivationName;
  /** Rate of a dropout layer after each hidden layer, in [0, 1); 0 adds none. */
  readonly dropout: number;
  /** Every kernel adds `l1 * sum(|kernel|)` to the loss. At least 0. */
  readonly l1: number;
  /** Every kernel adds `l2 * sum(kernel²)` to the loss. At least 0. */
  readonly l2: number;
  /**
   * The loss decides the output layer: the categorical ones take one softmax unit per class, the binary one a single
   * sigmoid unit.
   */
  readonly loss: LossName;
}

export const architectureSettings: Declarations<Architecture> = {
  hidden: {
    flag: 'hidden',
    placeholder: 'units',
    help: 'units of the hidden layers: 128 or 256,128 or none',
    label: 'hidden units',
    kind: hiddenUnits,
    default: [32],
  },
  activation: {
    flag: 'activation',
    placeholder: 'name',
    help: `of the hidden layers: ${activationNames.join(', ')}`,
    label: 'activation',
    kind: choice('activation', activationNames),
    default: 'relu',
  },
  dropout: {
    flag: 'dropout',
    placeholder: 'rate',
    help: 'after each hidden layer, 0 to below 1',
    label: 'dropout',
    kind: share,
    default: 0,
  },
  l1: {
    flag: 'l1',
    placeholder: 'factor',
    help: 'L1 kernel regularizer',
    label: 'L1',
    kind: notNegative,
    default: 0,
  },
  l2: {
    flag: 'l2',
    placeholder: 'factor',
    help: 'L2 kernel regularizer',
    label: 'L2',
    kind: notNegative,
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
