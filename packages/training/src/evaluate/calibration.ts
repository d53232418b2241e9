import { checkCount } from '@atelier/checks';
import { argMax } from '../engine/predicted-class.ts';
import { classProbabilities } from './class-probabilities.ts';

/** Predictions whose probability lies in one range. */
export interface ConfidenceBin {
  /** Predictions. */
  readonly count: number;
  /** The mean of their probabilities. */
  readonly confidence: number;
  /** The share of them that is right. */
  readonly accuracy: number;
}

/** Whether a model's probabilities can be taken at their word. */
export interface Calibration {
  /** The mean difference of accuracy and confidence over bins, weighted by their predictions (expected calibration error), 0 to 1. */
  readonly error: number;
  /** Bins of equal width with at least one prediction, by confidence. */
  readonly bins: readonly ConfidenceBin[];
}

/**
 * Compares how sure a model is of its predictions with how often it is right (Guo et al. 2017).
 *
 * @param outputs `[count, classes]`, row-major; a single output is the probability of class 1
 * @param labels `[count]`
 * @param bins how many ranges of probability, at least 1, default 15
 * @throws TypeError or RangeError as `classProbabilities`, or for a wrong number of bins
 */
export function calibration(outputs: Float32Array, labels: ArrayLike<number>, bins = 15): Calibration {
  checkCount('bins', bins);
  const count = labels.length;
  const probabilities = classProbabilities(outputs, count);
  const classes = probabilities.length / count;
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let row = 0; row < count; row++) {
    const predicted = argMax(probabilities, row * classes, classes);
    const confidence = probabilities[row * classes + predicted]!;
    // Ranges are open below and closed above, as in the paper.
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += Number(predicted === labels[row]);
  }
  const filled = sums
    .filter((bin) => bin.count > 0)
    .map((bin) => ({
      count: bin.count,
      confidence: bin.confidence / bin.count,
      accuracy: bin.right / bin.count,
    }));
  const error = filled.reduce(
    (sum, bin) => sum + (bin.count / count) * Math.abs(bin.accuracy - bin.confidence),
    0,
  );
  return { error, bins: filled };
}
