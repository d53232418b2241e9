import type { LabelledImages } from '@atelier/datasets';
import { definePreset, createModel } from '@atelier/presets';
import {
  type Callback,
  fit,
  type LossName,
  type NamedTensor,
  predict,
  readWeights,
  resolveOptimizer,
  useWeightStore,
  writeWeights,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { stepWork } from './classifier.ts';
import type { TrialContext } from './context.ts';
import { type DataPart, dataPartSchema, learntFrom, selectSamples } from './samples.ts';
import type { TaskKind } from './task-kind.ts';

/**
 * Trains the same two classes in two ways with SGD: a softmax over two outputs with cross-entropy, and one sigmoid with
 * binary cross-entropy.
 *
 * With `z = w·x + b`, `softmax(z0, z1)[1] = sigmoid(z1 - z0)`: the sigmoid's weight is `w = w1 - w0`. A step of rate `r`
 * moves `w1` by `-r (p - y) x` and `w0` by `+r (p - y) x`, so `w1 - w0` by `-2r (p - y) x`: the sigmoid needs the rate `2r`.
 */
export interface SoftmaxLogisticTask {
  readonly kind: 'softmax-logistic';
  /** Of the data set; the first becomes class 0, the second class 1. */
  readonly classes: readonly [number, number];
  /** Of the softmax. */
  readonly learningRate: number;
  /** The sigmoid's rate as a multiple of the softmax's: 2 by the algebra; 1 for comparison. */
  readonly rateFactor: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly data: DataPart;
}

/** How far softmax over two classes and logistic regression are apart, by epoch. */
export interface SoftmaxLogisticOutcome {
  readonly kind: 'softmax-logistic';
  /** Numbers of training and test images. */
  readonly samples: { readonly train: number; readonly test: number };
  /**
   * Before training (epoch 0) and after each epoch: the largest difference, over all test images of the two classes, of
   * the probability of class 1, and the two accuracies.
   */
  readonly epochs: readonly {
    readonly epoch: number;
    readonly difference: number;
    readonly softmaxAccuracy: number;
    readonly logisticAccuracy: number;
  }[];
  /** The largest absolute difference between the sigmoid's weights and the differences of the softmax's, at the end. */
  readonly weightDifference: number;
}

const regression = definePreset({ name: 'regression', summary: 'no hidden layer', hidden: [] });

export const softmaxLogistic: TaskKind<SoftmaxLogisticTask, SoftmaxLogisticOutcome> = {
  task: z.strictObject({
    kind: z.literal('softmax-logistic'),
    classes: z.tuple([z.number().int(), z.number().int()]),
    learningRate: z.number().positive(),
    rateFactor: z.number().positive(),
    batchSize: z.number().int().min(1),
    epochs: z.number().int().min(1),
    data: dataPartSchema,
  }),

  outcome: z.strictObject({
    kind: z.literal('softmax-logistic'),
    samples: z.strictObject({ train: z.number().int(), test: z.number().int() }),
    epochs: z.array(
      z.strictObject({
        epoch: z.number().int(),
        difference: z.number(),
        softmaxAccuracy: z.number(),
        logisticAccuracy: z.number(),
      }),
    ),
    weightDifference: z.number(),
  }),

  run,

  summary: () => '',

  // Two trainings, on two of the classes.
  work: ({ epochs, data }, size) => 2 * epochs * stepWork([], size) * learntFrom(data) * (2 / size.classes),
};

async function run(
  task: SoftmaxLogisticTask,
  seed: number,
  context: TrialContext,
): Promise<SoftmaxLogisticOutcome> {
  const { data } = context;
  const train = onlyClasses(selectSamples(data, task.data).train, task.classes);
  const test = onlyClasses(data.test, task.classes);
  await useWeightStore();
  const modelFor = (loss: 'sparseCategoricalCrossentropy' | 'binaryCrossentropy'): LayersModel =>
    createModel(regression, {
      inputShape: [train.height, train.width, train.channels],
      classes: 2,
      seed,
      loss,
    });
  const softmax = modelFor('sparseCategoricalCrossentropy');
  const logistic = modelFor('binaryCrossentropy');
  await writeWeights(logistic, columnDifferences(readWeights(softmax)));

  const learn = async (
    model: LayersModel,
    loss: LossName,
    learningRate: number,
    half: 0 | 1,
  ): Promise<Float32Array[]> => {
    const { engine, onProgress } = context;
    const probabilityOfClass1 = async (): Promise<Float32Array> => {
      const { probabilities, units } = await predict(model, test, { engine });
      return probabilities.filter((_, index) => index % units === units - 1);
    };
    const snapshots = [await probabilityOfClass1()];
    const snapshot: Callback = {
      async onEpochEnd({ epoch, loss: epochLoss, accuracy }, training) {
        await training.syncModel();
        snapshots.push(await probabilityOfClass1());
        const { epochs } = task;
        const done = (half * epochs + epoch) / (2 * epochs);
        onProgress?.({ epoch, epochs, done, loss: epochLoss, accuracy });
      },
    };
    const { batchSize, epochs } = task;
    const optimizer = resolveOptimizer('sgd', learningRate);
    // The same seed shuffles both in the same way.
    await fit(model, train, { epochs, loss, optimizer, batchSize, seed, engine, callbacks: [snapshot] });
    return snapshots;
  };

  const softmaxPath = await learn(softmax, 'sparseCategoricalCrossentropy', task.learningRate, 0);
  const logisticPath = await learn(logistic, 'binaryCrossentropy', task.rateFactor * task.learningRate, 1);
  const expected = columnDifferences(readWeights(softmax));
  const found = readWeights(logistic);
  const weightDifference = Math.max(
    ...expected.map(({ values }, index) => largestDifference(values, found[index]!.values)),
  );
  softmax.dispose();
  logistic.dispose();
  return {
    kind: 'softmax-logistic',
    samples: { train: train.count, test: test.count },
    epochs: softmaxPath.map((probabilities, epoch) => ({
      epoch,
      difference: largestDifference(probabilities, logisticPath[epoch]!),
      softmaxAccuracy: accuracyOf(probabilities, test.labels),
      logisticAccuracy: accuracyOf(logisticPath[epoch]!, test.labels),
    })),
    weightDifference,
  };
}

/** `[…, 2]` to `[…, 1]`: the second column minus the first. */
function columnDifferences(weights: readonly NamedTensor[]): NamedTensor[] {
  return weights.map(({ name, shape, values }) => ({
    name,
    shape: [...shape.slice(0, -1), 1],
    values: Float32Array.from(
      { length: values.length / 2 },
      (_, row) => values[2 * row + 1]! - values[2 * row]!,
    ),
  }));
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index]!)), 0);
}

function accuracyOf(probabilities: Float32Array, labels: ArrayLike<number>): number {
  const correct = probabilities.filter((p, index) => Number(p > 0.5) === labels[index]).length;
  return correct / probabilities.length;
}

/** The samples of two classes, labelled 0 and 1, in their order. */
function onlyClasses(
  data: LabelledImages,
  [first, second]: readonly [number, number],
): LabelledImages & { readonly labels: Uint8Array } {
  const kept = Array.from(data.labels.keys()).filter(
    (index) => data.labels[index] === first || data.labels[index] === second,
  );
  const size = data.height * data.width * data.channels;
  const images = new Uint8Array(kept.length * size);
  for (const [to, from] of kept.entries()) {
    images.set(data.images.subarray(from * size, (from + 1) * size), to * size);
  }
  const labels = Uint8Array.from(kept, (index) => Number(data.labels[index] === second));
  return { ...data, images, labels, count: kept.length };
}
