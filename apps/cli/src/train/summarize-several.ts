import { join } from 'node:path';
import type { RunRecord } from '@atelier/runs';
import type { Combination, Engine } from '@atelier/training';
import { testSamples } from '../evaluate/measured-samples.ts';
import { evaluateGroup, openRunGroup } from '../run-group.ts';
import { percent } from '../terminal/format.ts';

/** One of several runs, as its folder has it. */
export interface FinishedRun {
  /** Of its folder within that of all. */
  readonly name: string;
  readonly record: RunRecord;
}

/** What came of several runs together. */
export interface Summary {
  readonly summary: object;
  readonly text: string;
}

export function foldSummary(finished: readonly FinishedRun[]): Summary {
  const folds = finished.map(({ name, record }) => {
    const { history, config, test } = record;
    // With patience the model ends with its best weights, otherwise with its last.
    const kept =
      config.patience === null
        ? history.at(-1)
        : history.toSorted((a, b) => (a.valLoss ?? Infinity) - (b.valLoss ?? Infinity))[0];
    return {
      run: name,
      validation: { loss: kept?.valLoss ?? Number.NaN, accuracy: kept?.valAccuracy ?? Number.NaN },
      test,
    };
  });
  const accuracies = folds.map(({ validation }) => validation.accuracy);
  const mean = average(accuracies);
  const deviation = Math.sqrt(
    accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (accuracies.length - 1),
  );
  const testAccuracy = average(folds.map(({ test }) => test?.accuracy ?? Number.NaN));
  return {
    summary: { folds, validation: { mean, deviation }, test: { mean: testAccuracy } },
    text: `Validation accuracy over ${folds.length} folds: ${percent(mean)} ± ${(100 * deviation).toFixed(2)}% (${accuracies.map(percent).join(', ')}); on the test images ${percent(testAccuracy)} on average`,
  };
}

/**
 * Measures the members of an ensemble together.
 *
 * @param folder holds a folder for each member
 * @param data where the data are now
 */
export async function ensembleSummary(
  folder: string,
  finished: readonly FinishedRun[],
  data: string,
  engine: Engine,
): Promise<Summary> {
  const paths = finished.map(({ name }) => join(folder, name));
  const together = async (how: Combination): Promise<{ loss: number; accuracy: number }> => {
    const group = openRunGroup(paths, { combine: how, tta: 'none', engine });
    const samples = await testSamples(group.runs, data);
    const { loss, accuracy } = await evaluateGroup(group, samples);
    return { loss, accuracy };
  };
  const [mean, vote] = [await together('mean'), await together('vote')];
  const members = finished.map(({ name, record }) => ({
    run: name,
    seed: record.config.seed,
    test: record.test,
  }));
  const single = average(members.map(({ test }) => test?.accuracy ?? Number.NaN));
  return {
    summary: { members, mean, vote },
    text: `Test accuracy of ${members.length} models together: ${percent(mean.accuracy)} by the mean of their probabilities, ${percent(vote.accuracy)} by vote; ${percent(single)} alone, on average`,
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
