import { runFiles, type RunRecord } from '@atelier/runs';
import { accuracyInterval, classProbabilities, type Evaluation, Predictions } from '@atelier/training';
import type { Prediction, Reporter } from '../terminal/events.ts';
import type { RunData } from './run-data.ts';

/**
 * Reports the end of a run, with a prediction.
 *
 * @param figures the files that were written of them, within the folder
 */
export function reportEnd(
  { folder, reporter }: { readonly folder: string; readonly reporter: Reporter },
  record: RunRecord,
  evaluation: Evaluation,
  data: RunData,
  figures: readonly string[],
): void {
  const { status, reason, divergence, warning, test, timings, keptEpoch, config } = record;
  const keptBy = config.validation === 'none' ? 'training loss' : 'validation';
  reporter.report({
    type: 'end',
    status,
    ...(reason !== undefined && { reason }),
    ...(divergence && { divergence }),
    ...(warning !== undefined && { warning }),
    seconds: timings['total'] ?? 0,
    ...(test && { test: { ...test, interval: accuracyInterval(test.accuracy, record.dataset.counts.test) } }),
    ...(keptEpoch !== undefined && { keptEpoch, keptBy }),
    prediction: firstPrediction(data, evaluation),
    folder,
    files: [runFiles.record, runFiles.history, runFiles.model, runFiles.weights, ...figures],
  });
}

/** The prediction for test image 0, in words. */
function firstPrediction({ test, dataset }: RunData, { probabilities }: Evaluation): Prediction {
  const { classNames } = dataset;
  const units = probabilities.length / test.count;
  const outputs = classProbabilities(probabilities.subarray(0, units), 1);
  const predicted = new Predictions(outputs, outputs.length).argMax(0);
  const label = test.labels[0] ?? 0;
  return {
    index: 0,
    label,
    labelName: classNames[label] ?? String(label),
    predicted,
    className: classNames[predicted] ?? String(predicted),
    probability: outputs[predicted] ?? 0,
  };
}
