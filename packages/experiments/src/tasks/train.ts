import { prepare } from '@atelier/presets';
import {
  defaultRecipe,
  hiddenLayers,
  hiddenUnitsOf,
  type Recipe,
  settingSchemas,
} from '@atelier/presets/recipe';
import {
  type Callback,
  fit,
  lossAndAccuracy,
  optimizerSchema,
  progress,
  type Samples,
  useWeightStore,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import type { TrialContext } from './context.ts';
import { type Classifier, classifierShape, type ModelSize, stepWork } from './classifier.ts';
import { numberOrNaN } from './number-or-nan.ts';
import { movedRight } from './moved-right.ts';
import { type DataPart, dataPartSchema, learntFrom, selectSamples } from './samples.ts';
import type { TaskKind } from './task-kind.ts';

/** Trains a classifier and evaluates it on every part of the data. */
export interface TrainTask
  extends Classifier, Pick<Recipe, 'optimizer' | 'schedule' | 'batchSize' | 'epochs' | 'augment'> {
  readonly kind: 'train';
  /** The whole network as text, in place of `hidden`, which is then empty. */
  readonly layers?: string | undefined;
  /** The model is also tested on test images that were moved to the right by these numbers of pixels. */
  readonly shifts?: readonly number[] | undefined;
  readonly data: DataPart;
  /** Whether the history has the test images' loss and accuracy after each epoch. Default no. */
  readonly testEachEpoch?: true | undefined;
}

/** A mean loss, which may be NaN, and the fraction of right predictions. */
export interface Measure {
  readonly loss: number;
  readonly accuracy: number;
}

/** An epoch: `EpochRecord` of `@atelier/training` without its time. */
export interface EpochPoint extends Measure {
  readonly epoch: number;
  readonly valLoss?: number | undefined;
  readonly valAccuracy?: number | undefined;
  readonly testLoss?: number | undefined;
  readonly testAccuracy?: number | undefined;
}

/** How a training of an experiment went. */
export interface TrainOutcome {
  readonly kind: 'train';
  /** `diverged`: the loss was NaN or infinite, and training ended there; the measures are of the last good weights. */
  readonly status: 'completed' | 'diverged';
  readonly parameters: number;
  /** Number of training images. */
  readonly samples: number;
  readonly history: readonly EpochPoint[];
  /** The trained model on its training images, without dropout and augmentation. */
  readonly train: Measure;
  readonly validation?: Measure | undefined;
  readonly test: Measure;
  /** For each of the task's shifts. */
  readonly shifted?: readonly Measure[] | undefined;
}

/** Trains the model that a task describes; also returns the model, which the caller disposes. */
export async function trainModel(
  task: TrainTask,
  seed: number,
  context: TrialContext,
  report: (epoch: number, share: number, means: Measure) => void,
): Promise<{ readonly model: LayersModel; readonly outcome: TrainOutcome }> {
  const { engine, data } = context;
  const { kind: _, data: part, hidden, testEachEpoch, ...others } = task;
  const { layers = hiddenLayers(hidden), shifts, ...settings } = others;
  const { epochs } = settings;
  const parts = selectSamples(data, part);
  await useWeightStore();
  // The task defines what is held out: the same images for every seed.
  const {
    model,
    train: samples,
    options,
  } = prepare(
    { ...defaultRecipe, ...settings, layers, seed, validation: 'none' },
    { classNames: data.classNames, train: parts.train, test: data.test },
  );
  const measure = async (measured: Samples): Promise<Measure> =>
    lossAndAccuracy(model, measured, { loss: options.loss, labelSmoothing: options.labelSmoothing, engine });
  const onTest: Measure[] = [];
  const testing: Callback = {
    async onEpochEnd(_record, training) {
      await training.syncModel();
      onTest.push(await measure(data.test));
    },
  };
  const { status, history } = await fit(model, samples, {
    ...options,
    engine,
    ...(parts.validation && { validation: parts.validation }),
    callbacks: [
      ...(testEachEpoch ? [testing] : []),
      progress({
        onUpdate: ({ epoch, step, stepsPerEpoch, loss, accuracy }) =>
          report(epoch, (epoch - 1 + step / stepsPerEpoch) / epochs, { loss, accuracy }),
      }),
    ],
  });
  const shifted: Measure[] = [];
  for (const pixels of shifts ?? []) shifted.push(await measure(movedRight(data.test, pixels)));
  return {
    model,
    outcome: {
      kind: 'train',
      status: status === 'diverged' ? 'diverged' : 'completed',
      parameters: model.countParams(),
      samples: parts.train.count,
      history: history.map(({ epoch, loss, accuracy, valLoss, valAccuracy }, index) => ({
        epoch,
        loss,
        accuracy,
        ...(valLoss !== undefined && { valLoss, valAccuracy }),
        ...(onTest[index] && { testLoss: onTest[index].loss, testAccuracy: onTest[index].accuracy }),
      })),
      train: await measure(parts.train),
      ...(parts.validation && { validation: await measure(parts.validation) }),
      test: await measure(data.test),
      ...(shifts && { shifted }),
    },
  };
}

export const measureSchema: z.ZodType<Measure> = z.strictObject({ loss: numberOrNaN, accuracy: z.number() });

export const historySchema: z.ZodType<readonly EpochPoint[]> = z.array(
  z.strictObject({
    epoch: z.number().int(),
    loss: numberOrNaN,
    accuracy: z.number(),
    valLoss: numberOrNaN.optional(),
    valAccuracy: z.number().optional(),
    testLoss: numberOrNaN.optional(),
    testAccuracy: z.number().optional(),
  }),
);

export const train: TaskKind<TrainTask, TrainOutcome> = {
  task: z.strictObject({
    kind: z.literal('train'),
    ...classifierShape,
    layers: z.optional(settingSchemas.layers),
    shifts: z.array(z.number().int().min(0)).optional(),
    optimizer: optimizerSchema,
    schedule: settingSchemas.schedule,
    batchSize: settingSchemas.batchSize,
    epochs: settingSchemas.epochs,
    augment: settingSchemas.augment,
    data: dataPartSchema,
    testEachEpoch: z.literal(true).optional(),
  }),

  outcome: z.strictObject({
    kind: z.literal('train'),
    status: z.enum(['completed', 'diverged']),
    parameters: z.number().int(),
    samples: z.number().int(),
    history: historySchema,
    train: measureSchema,
    validation: measureSchema.optional(),
    test: measureSchema,
    shifted: z.array(measureSchema).optional(),
  }),

  async run(task, seed, context) {
    const { model, outcome } = await trainModel(task, seed, context, (epoch, done, means) =>
      context.onProgress?.({ epoch, epochs: task.epochs, done, ...means }),
    );
    model.dispose();
    return outcome;
  },

  summary({ status, train: learnt, validation, test }) {
    if (status === 'diverged') return 'diverged';
    const held = validation
      ? `val_accuracy: ${validation.accuracy.toFixed(4)}`
      : `test accuracy: ${test.accuracy.toFixed(4)}`;
    return `loss: ${learnt.loss.toFixed(4)} - accuracy: ${learnt.accuracy.toFixed(4)} - ${held}`;
  },

  work: trainWork,
};

export function trainWork({ augment, epochs, data, hidden, layers }: TrainTask, size: ModelSize): number {
  const { shift = 0, flip = false, erase = 0 } = augment;
  const augmented = shift > 0 || flip || erase > 0 ? 10_000 : 0;
  return (
    epochs *
    learntFrom(data) *
    ((layers === undefined ? stepWork(hidden, size) : pictureWork(layers)) + augmented)
  );
}

/** Multiplications for one image of a network that is given as text, about. */
export function layersWork(layers: string, size: ModelSize): number {
  const hidden = hiddenUnitsOf(layers);
  return hidden ? stepWork(hidden, size) : pictureWork(layers);
}

/** Those of a small convolution for each that there is. */
function pictureWork(layers: string): number {
  return 500_000 * (1 + layers.split('conv').length);
}
