import { checkOptions, found, isArrayLike, isTypedArray } from '@atelier/checks';
import { type ClassReport, classReports, confusionMatrix } from './confusion.ts';
import type { EngineSession, LoadedSamples } from '../engine/contract.ts';
import { type AnyModel, engineModel, type EngineModel } from '../engine/engine-model.ts';
import { lossNamed, type LossName } from '../settings/losses/losses.ts';
import { predictedClass } from '../engine/predicted-class.ts';
import type { Samples } from '../samples/samples.ts';
import { checkSamples } from '../samples/check-samples.ts';
import { samplesFor } from '../samples/samples-for.ts';
import { kerasFitNames } from '../settings/keras-names.ts';
import { lossOf } from '../model/remembered-loss.ts';
import { classAt } from '../samples/class-at.ts';
import { checkTta } from './augmentation-at-test.ts';
import { createPredictor, predictOptions, type PredictOptions } from './create-predictor.ts';
import { checkFinite, inferenceSession, outputsOf } from './inference.ts';
import type { MeanMetrics } from './mean-metrics.ts';
import type { Predictions } from './predictions.ts';
import { type BatchRunOptions, evaluateLoaded } from './run-batches.ts';

/** Options of `evaluate`. */
export interface EvaluateOptions extends PredictOptions {
  /** Default: the loss that the model was made for or last trained with, otherwise the one that fits its output. */
  readonly loss?: LossName;
  /** As in training, in [0, 1), default 0: the loss is that of the smoothed targets. */
  readonly labelSmoothing?: number;
  /** How many of the most confident mistakes to list, default 24. */
  readonly mistakes?: number;
}

/** Loss, accuracy and mistakes of a model on samples. */
export interface Evaluation {
  /** Mean over the samples, with the penalty of regularizers in layers that are not frozen; with `tta`, that of `evaluateOutputs`. */
  readonly loss: number;
  /** Fraction of samples, [0, 1]. */
  readonly accuracy: number;
  /** `[label][predicted]`: how many samples of each class were predicted as each class. */
  readonly confusion: readonly (readonly number[])[];
  /** In the order of the labels. */
  readonly perClass: readonly ClassReport[];
  /** The most confident wrong predictions, most confident first. */
  readonly mistakes: readonly Mistake[];
  /** The model's output, `[count, outputs]`. */
  readonly probabilities: Float32Array;
}

/** A sample that was classified wrongly. */
export interface Mistake {
  /** Of the sample. */
  readonly index: number;
  /** The right class. */
  readonly label: number;
  readonly predicted: number;
  /** The probability of the predicted class. */
  readonly probability: number;
}

/**
 * Measures a model on samples.
 *
 * @throws RangeError when the samples don't fit the model, lack the labels or targets of the loss, or the model's output is not
 *   finite
 */
export async function evaluate(
  model: AnyModel,
  samples: Samples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkOptions(
    'evaluate',
    options,
    { engine: true, batchSize: true, tta: true, loss: true, labelSmoothing: true, mistakes: true },
    kerasFitNames,
  );
  const { loss = lossOf(model), batchSize = 256, mistakes = 24 } = options;
  const tta = checkTta(options.tta);
  const prepared = engineModel(model);
  const comparable = samplesFor(prepared, loss, samples);
  const { reads } = lossNamed(loss);
  if (!Number.isSafeInteger(mistakes) || mistakes < 0) {
    throw new RangeError(`mistakes is a whole number, at least 0; found ${found(mistakes)}`);
  }
  const { units } = prepared;
  return withSession(prepared, options, loss, async (session) => {
    const loaded = await session.load(comparable);
    const { probabilities, means } =
      tta === 'none'
        ? await measured(session, loaded, units, { batchSize })
        : { probabilities: await outputsOf(session, comparable, loaded, units, { batchSize, tta }) };
    const labels = Uint32Array.from({ length: samples.count }, (_, index) =>
      classAt(comparable, index, reads),
    );
    const judged = evaluateOutputs(probabilities, labels, { mistakes });
    return { ...judged, ...(means && { loss: means.loss, accuracy: means.accuracy }) };
  });
}

/**
 * Mean loss and accuracy of a model on samples, identical to `evaluate`'s.
 *
 * @throws RangeError when the samples don't fit the model, lack the labels or targets of the loss, or the model's output is not
 *   finite
 */
export async function lossAndAccuracy(
  model: AnyModel,
  samples: Samples,
  options: Omit<EvaluateOptions, 'mistakes' | 'tta'> = {},
): Promise<Pick<Evaluation, 'loss' | 'accuracy'>> {
  checkOptions(
    'lossAndAccuracy',
    options,
    { engine: true, batchSize: true, loss: true, labelSmoothing: true },
    kerasFitNames,
  );
  const { loss = lossOf(model), batchSize = 256 } = options;
  const prepared = engineModel(model);
  const comparable = samplesFor(prepared, loss, samples);
  return withSession(prepared, options, loss, async (session) => {
    const means = await evaluateLoaded(session, await session.load(comparable), { batchSize });
    if (Number.isNaN(means.loss)) {
      throw new RangeError("The model's loss is NaN: its weights are not finite, or far too large");
    }
    return { loss: means.loss, accuracy: means.accuracy };
  });
}

/**
 * Evaluates outputs (see `combineOutputs`) against labels. The loss is the mean of `-log p` of the labels'
 * classes, with `p` at least 1e-7.
 *
 * @param probabilities `[count, outputs]`, row-major; a single output is the probability of class 1
 * @param labels `[count]`, class indices
 * @throws RangeError when the number of outputs does not fit the labels, an output is not finite, or a label is not a class
 */
export function evaluateOutputs(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  options: Pick<EvaluateOptions, 'mistakes'> = {},
): Evaluation {
  checkOptions('evaluateOutputs', options, { mistakes: true });
  const { mistakes = 24 } = options;
  if (!isTypedArray('Float32Array', probabilities)) {
    throw new TypeError(`Outputs are a Float32Array [count, outputs]; found ${found(probabilities)}`);
  }
  if (!isArrayLike(labels))
    throw new TypeError(`Labels are an array of class indices; found ${found(labels)}`);
  const count = labels.length;
  const units = probabilities.length / count;
  if (!Number.isSafeInteger(units) || units < 1) {
    throw new RangeError(`${probabilities.length} outputs cannot be divided among ${count} labels`);
  }
  checkFinite(probabilities, units);
  const classes = Math.max(units, 2);
  for (let index = 0; index < count; index++) {
    const label = labels[index]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(
        `Labels are whole numbers from 0 to ${classes - 1}; found ${found(label)} at index ${index}`,
      );
    }
  }
  const predictions = Array.from({ length: count }, (_, index) => {
    const predicted = predictedClass(probabilities, index, units);
    const probability = probabilityOf(probabilities, index, units, predicted);
    return { index, label: labels[index]!, predicted, probability };
  });
  const confusion = confusionMatrix(predictions, classes);
  const wrong = predictions.filter(({ label, predicted }) => label !== predicted);
  const lossSum = predictions.reduce(
    (sum, { index, label }) =>
      sum - Math.log(Math.max(1e-7, probabilityOf(probabilities, index, units, label))),
    0,
  );
  return {
    loss: lossSum / count,
    accuracy: 1 - wrong.length / count,
    confusion,
    perClass: classReports(confusion),
    mistakes: wrong.toSorted((a, b) => b.probability - a.probability || a.index - b.index).slice(0, mistakes),
    probabilities,
  };
}

/**
 * The model's probabilities for images: `predictions.row(index)` for one image, `predictions.argMax(index)` for its class. For many
 * calls with the same model: `createPredictor`.
 *
 * @throws RangeError when the images don't fit the model, or its output is not finite
 */
export async function predict(
  model: AnyModel,
  samples: Samples,
  options: PredictOptions = {},
): Promise<Predictions> {
  checkOptions('predict', options, predictOptions, kerasFitNames);
  checkTta(options.tta);
  checkSamples(samples, engineModel(model));
  const predictor = await createPredictor(model, options);
  try {
    return await predictor.predict(samples);
  } finally {
    await predictor.dispose();
  }
}

async function measured(
  session: EngineSession,
  loaded: LoadedSamples,
  units: number,
  options: BatchRunOptions,
): Promise<{ readonly probabilities: Float32Array; readonly means: MeanMetrics }> {
  const probabilities = new Float32Array(loaded.count * units);
  const means = await evaluateLoaded(session, loaded, options, (outputs, start) => {
    probabilities.set(outputs, start * units);
  });
  return { probabilities, means };
}

async function withSession<Result>(
  model: EngineModel,
  options: Omit<EvaluateOptions, 'loss'>,
  loss: LossName,
  use: (session: EngineSession) => Promise<Result>,
): Promise<Result> {
  const session = await inferenceSession(model, options, loss);
  try {
    return await use(session);
  } finally {
    await session.dispose();
  }
}

function probabilityOf(outputs: Float32Array, row: number, units: number, predicted: number): number {
  if (units > 1) return outputs[row * units + predicted]!;
  return predicted === 1 ? outputs[row]! : 1 - outputs[row]!;
}
