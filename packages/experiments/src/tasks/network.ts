import { type ActivationName, type Architecture, createModel, definePreset } from '@atelier/presets';
import { useWasmBackend } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrialData } from './context.ts';

/** The classifier of a trial: dense layers between the pixels and one output a class. */
export interface Network {
  /** Units of each hidden layer; none for softmax regression. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  /** Rate after each hidden layer. */
  readonly dropout: number;
  /** Factor of the L2 penalty on every kernel. */
  readonly l2: number;
}

const classifier = definePreset({ name: 'trial', summary: 'a classifier under study' });

/** Makes the classifier with fresh weights. Dispose it after use. */
export async function makeNetwork(
  { hidden, activation, dropout, l2 }: Network,
  { classNames, train }: TrialData,
  seed: number,
  loss: Architecture['loss'] = 'sparseCategoricalCrossentropy',
): Promise<LayersModel> {
  await useWasmBackend();
  return createModel(classifier, {
    inputShape: [train.height, train.width, train.channels],
    classes: classNames.length,
    seed,
    hidden,
    activation,
    dropout,
    l2,
    loss,
  });
}

/** Weights and biases of a classifier of dense layers. */
export function parameterCount(inputs: number, hidden: readonly number[], classes: number): number {
  const widths = [inputs, ...hidden, classes];
  return widths.slice(1).reduce((sum, units, layer) => sum + (widths[layer]! + 1) * units, 0);
}
