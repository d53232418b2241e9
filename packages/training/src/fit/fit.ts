import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type EngineModel, engineModel } from '../engine/engine-model.ts';
import { checkLayersModel } from '../model/check-layers-model.ts';
import { EpochSamples } from './epoch-samples.ts';
import { type FitOptions, type FitSettings, resolveFitOptions } from './fit-options.ts';
import { checkSameSettings, trainingSettings, unrecordedSettings } from './training-settings.ts';
import type { FitResult } from './outcome.ts';
import type { LabelledSamples, Samples } from '../samples/samples.ts';
import { frozenIndices } from '../model/layers-of.ts';
import { normalizationsOf } from '../model/normalizations.ts';
import { rememberLoss } from '../model/remembered-loss.ts';
import { TrainingLoop } from './training-loop.ts';
import { statisticsWarning, trainingWarning } from './training-warning.ts';
import { type WeightedSamples, weightedParts } from './weighted-parts.ts';

/**
 * Trains a model; it ends with the trained weights, also when it was stopped or interrupted. A training that diverges, in a
 * step or a validation, ends with the last good weights: those of the last end of an epoch from which a finite loss came.
 *
 * Who owns what, while it runs:
 *
 * | what                              | owner                                            |
 * |-----------------------------------|--------------------------------------------------|
 * | pixels, labels                    | the caller; the engine may keep a copy           |
 * | order of the samples              | the loop: a permutation from (seed, epoch)       |
 * | augmented images                  | `EpochSamples`: one buffer, filled anew each     |
 * |                                   | epoch, each image from (seed, epoch, sample)     |
 * | weights, their average,           | the engine's session; the model gets weights, or |
 * | optimizer slots                   | the average, at the end, and whenever a callback |
 * |                                   | asks (`syncModel`)                               |
 * | dropout masks                     | pure functions of (seed, layer, step)            |
 * | learning rate                     | the loop: the base rate times the schedule       |
 * | means of loss and accuracy        | the loop, summed step by step in order           |
 * | checkpoints                       | copies of all of the above; the caller's         |
 *
 * Where a checkpoint of an earlier version does not record the momentum of batch normalization, and the model's is not what those
 * versions gave it, or which layers were frozen, and some are, `console.warn` says so.
 *
 * @throws RangeError for samples that don't fit the model, an option out of its range, or a checkpoint of another
 *   training, naming what differs
 * @throws UnsupportedError naming what the engine cannot run
 */
export async function fit(model: LayersModel, samples: Samples, options: FitOptions): Promise<FitResult> {
  checkLayersModel(model);
  const settings = resolveFitOptions(options, model);
  const prepared = engineModel(model);
  const { training, validation } = weightedParts(prepared, samples, settings);
  const { count, labels, targets } = training.samples;
  const { augment, loss, seed } = settings;
  rememberLoss(model, loss);
  const epochSamples = new EpochSamples(training, augment, seed);
  // Not awaited here: the pixels, of which the engine has a copy, would stay until the end.
  return train({
    model,
    prepared,
    settings,
    epochSamples,
    labelled: { count, labels, targets },
    validation,
  });
}

interface PreparedTraining {
  readonly model: LayersModel;
  readonly prepared: EngineModel;
  readonly settings: FitSettings;
  readonly epochSamples: EpochSamples;
  /** The training samples. */
  readonly labelled: LabelledSamples;
  readonly validation: WeightedSamples | undefined;
}

async function train(parts: PreparedTraining): Promise<FitResult> {
  const { model, prepared, settings, epochSamples, labelled, validation } = parts;
  const { engine, loss, labelSmoothing, average, optimizer, batchSize, globalClipNorm, seed } = settings;
  const session = await engine.prepare(prepared, {
    loss,
    labelSmoothing,
    ...(average && { average }),
    optimizer,
    batchSize,
    globalClipNorm,
    seed,
  });
  try {
    // An engine that chooses among several knows its name only now.
    const normalizations = normalizationsOf(model);
    const trained = { normalizations, frozen: frozenIndices(model) };
    const fingerprint = trainingSettings(settings, trained, labelled, validation?.samples);
    if (settings.resume) {
      checkSameSettings(fingerprint, settings.resume.settings);
      for (const line of unrecordedSettings(fingerprint, settings.resume.settings)) console.warn(line);
    }
    const loadedValidation = validation && (await session.load(validation.samples, validation.weights));
    const result = await new TrainingLoop({
      model,
      session,
      settings,
      fingerprint,
      samples: epochSamples,
      validation: loadedValidation,
    }).run();
    if (result.status !== 'completed' && result.status !== 'stopped') return result;
    const steps = result.history.length * Math.ceil(labelled.count / batchSize);
    const warning =
      trainingWarning(result.history, labelled, validation?.samples, epochSamples.weighted) ??
      statisticsWarning(normalizations, steps);
    return warning ? { ...result, warning } : result;
  } finally {
    await session.dispose();
  }
}
