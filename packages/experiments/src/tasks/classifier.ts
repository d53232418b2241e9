import { createModel } from '@atelier/presets';
import { defaultRecipe, hiddenUnits, type Recipe, settingSchemas } from '@atelier/presets/recipe';
import { useWeightStore } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';
import type { TrialData } from './context.ts';

/** The classifier of a trial: dense layers between the pixels and one output per class. */
export interface Classifier extends Pick<Recipe, 'activation' | 'dropout' | 'l2'> {
  /** Units of each hidden layer; none for softmax regression. */
  readonly hidden: readonly number[];
}

/** Of a task that has a classifier. */
export const classifierShape: {
  readonly [Name in keyof Classifier]: z.core.$ZodType<Classifier[Name]>;
} = {
  hidden: hiddenUnits.schema,
  activation: settingSchemas.activation,
  dropout: settingSchemas.dropout,
  l2: settingSchemas.l2,
};

/** Makes the classifier with new weights. Dispose it after use. */
export async function makeClassifier(
  { hidden, ...settings }: Classifier,
  { classNames, train }: TrialData,
  seed: number,
  loss: Recipe['loss'] = defaultRecipe.loss,
): Promise<LayersModel> {
  await useWeightStore();
  return createModel(
    { ...defaultRecipe, ...settings, loss },
    { inputShape: [train.height, train.width, train.channels], classes: classNames.length, seed, hidden },
  );
}

/** What the size of a classifier depends on besides its hidden layers: pixels per image, and classes. */
export interface ModelSize {
  readonly inputs: number;
  readonly classes: number;
}

/** Weights and biases of a classifier of dense layers. */
export function parameterCount(inputs: number, hidden: readonly number[], classes: number): number {
  const widths = [inputs, ...hidden, classes];
  return widths.slice(1).reduce((sum, units, layer) => sum + (widths[layer]! + 1) * units, 0);
}

/** Multiplications for one image, including a constant overhead. */
export function stepWork(hidden: readonly number[], { inputs, classes }: ModelSize): number {
  return 10_000 + parameterCount(inputs, hidden, classes);
}
