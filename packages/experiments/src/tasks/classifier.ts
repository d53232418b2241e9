import {
  activationNames,
  type ActivationName,
  type Architecture,
  createModel,
  definePreset,
} from '@atelier/presets';
import { useWasmBackend } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import type { TrialData } from './context.ts';

/** The classifier of a trial: dense layers between the pixels and one output a class. */
export interface Classifier {
  /** Units of each hidden layer; none for softmax regression. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  /** Rate after each hidden layer. */
  readonly dropout: number;
  /** Factor of the L2 penalty on every kernel. */
  readonly l2: number;
}

/** Of a task that has a classifier. */
export const classifierShape: {
  readonly [Name in keyof Classifier]: z.ZodType<Classifier[Name]>;
} = {
  hidden: z.array(z.number().int().min(1)),
  activation: z.enum(activationNames),
  dropout: z.number().min(0).lt(1),
  l2: z.number().min(0),
};

const preset = definePreset({ name: 'trial', summary: 'a classifier under study' });

/** Makes the classifier with fresh weights. Dispose it after use. */
export async function makeClassifier(
  { hidden, activation, dropout, l2 }: Classifier,
  { classNames, train }: TrialData,
  seed: number,
  loss: Architecture['loss'] = 'sparseCategoricalCrossentropy',
): Promise<LayersModel> {
  await useWasmBackend();
  return createModel(preset, {
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

/** What the size of a classifier depends on beside its hidden layers: pixels of an image, and classes. */
export interface ModelSize {
  readonly inputs: number;
  readonly classes: number;
}

/** Weights and biases of a classifier of dense layers. */
export function parameterCount(inputs: number, hidden: readonly number[], classes: number): number {
  const widths = [inputs, ...hidden, classes];
  return widths.slice(1).reduce((sum, units, layer) => sum + (widths[layer]! + 1) * units, 0);
}

/** Multiplications for one image, and what it takes whatever the size of the classifier. */
export function stepWork(hidden: readonly number[], { inputs, classes }: ModelSize): number {
  return 10_000 + parameterCount(inputs, hidden, classes);
}
