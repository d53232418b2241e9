import type { Normalization } from '../model/normalizations.ts';
import { classAt } from '../samples/class-at.ts';
import type { LabelledSamples } from '../samples/samples.ts';
import type { EpochRecord } from './history.ts';

/** Why a completed training has likely learned nothing, or its model does not show what it learned. */
export type TrainingWarning =
  /** Neither the training nor the validation accuracy of the last epoch is better than guessing. */
  | {
      readonly kind: 'chance level';
      /** Of the validation, or of the training without one. */
      readonly accuracy: number;
      /** The accuracy of always predicting the most frequent class. */
      readonly chance: number;
      /**
       * What may help: a lower learning rate where the loss did not fall, or was at first far above that of guessing; otherwise more
       * epochs or a higher rate.
       */
      readonly rate: 'lower' | 'higher';
    }
  /** The training loss of the last epoch is above that of the first. */
  | { readonly kind: 'loss grew'; readonly first: number; readonly last: number }
  /** Outside of training, batch normalization takes moving statistics, which are still partly what they started with. */
  | {
      readonly kind: 'statistics behind';
      /** Of the run. */
      readonly steps: number;
      /** How much of the starting values is left, 0–1. */
      readonly share: number;
    };

/**
 * Finds signs that a training learned nothing. An accuracy is at chance level up to two standard deviations, of a binomial
 * distribution over the samples, above the share of the most frequent class.
 *
 * @param weighted whether losses are weighted, which may give up accuracy on the most frequent class
 */
export function trainingWarning(
  history: readonly EpochRecord[],
  training: LabelledSamples,
  validation: LabelledSamples | undefined,
  weighted = false,
): TrainingWarning | undefined {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return undefined;
  const { accuracy, valAccuracy } = last;
  if (!weighted && isChance(accuracy, training) && (!validation || isChance(valAccuracy ?? 0, validation))) {
    const seen = validation ?? training;
    const rate = isTooHigh(history, training) ? 'lower' : 'higher';
    return { kind: 'chance level', accuracy: valAccuracy ?? accuracy, chance: commonestShare(seen), rate };
  }
  return last.loss > first.loss ? { kind: 'loss grew', first: first.loss, last: last.loss } : undefined;
}

/** A greater share of the starting values shows. */
const mostLeft = 0.01;

/**
 * Finds moving statistics that had too few steps: after `n` of them, a share of `momentum^n` is left of the values that they started with.
 *
 * @param steps of the run
 */
export function statisticsWarning(
  normalizations: readonly Normalization[],
  steps: number,
): TrainingWarning | undefined {
  const momenta = normalizations.filter(({ trainable }) => trainable).map(({ momentum }) => momentum);
  const share = Math.max(0, ...momenta) ** steps;
  return momenta.length > 0 && share > mostLeft ? { kind: 'statistics behind', steps, share } : undefined;
}

/** One line for the user, with what to try. */
export function describeWarning(warning: TrainingWarning, learningRate: number): string {
  const rateOf = (factor: number): number => Number((learningRate * factor).toPrecision(3));
  const lower = `try a learning rate ten times lower, ${rateOf(0.1)}`;
  if (warning.kind === 'loss grew') {
    return `The loss grew from ${warning.first.toFixed(4)} in the first epoch to ${warning.last.toFixed(4)} in the last: ${lower}`;
  }
  if (warning.kind === 'statistics behind') {
    return `After ${warning.steps} steps, the moving statistics of batch normalization still hold ${Math.round(100 * warning.share)}% of their starting values: validation, test and predictions may be worse than what was learned; train for more epochs`;
  }
  const [accuracy, chance] = [warning.accuracy, warning.chance].map(
    (share) => `${(100 * share).toFixed(2)}%`,
  );
  return `The accuracy, ${accuracy}, is not clearly better than always predicting the most frequent class, ${chance}: ${warning.rate === 'lower' ? lower : `train for more epochs, or try a learning rate ten times higher, ${rateOf(10)}`}`;
}

/** Whether the loss says so: it did not fall, or was at first more than twice that of guessing each class alike. */
function isTooHigh(history: readonly EpochRecord[], training: LabelledSamples): boolean {
  const [first, last] = [history[0]!.loss, history.at(-1)!.loss];
  return (history.length > 1 && !(last < first)) || !(first <= 2 * Math.log(countsOf(training).size));
}

function isChance(accuracy: number, samples: LabelledSamples): boolean {
  const chance = commonestShare(samples);
  return accuracy <= chance + 2 * Math.sqrt((chance * (1 - chance)) / samples.count);
}

/** The share of the most frequent class. */
function commonestShare(samples: LabelledSamples): number {
  let most = 0;
  for (const count of countsOf(samples).values()) most = Math.max(most, count);
  return most / samples.count;
}

/** Of the samples of each class that there is. */
function countsOf(samples: LabelledSamples): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let index = 0; index < samples.count; index++) {
    const label = classAt(samples, index);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
