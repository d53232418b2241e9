import { stdout } from '../terminal/output.ts';
import { join } from 'node:path';
import type { Recipe } from '@atelier/presets';
import { type RunRecord, writeWhole } from '@atelier/runs';
import type { Combination } from '@atelier/training';
import { UsageError } from '../errors.ts';
import { testSamples } from '../open-run.ts';
import { evaluateGroup, openRunGroup } from '../run-group.ts';
import { percent } from '../terminal/format.ts';
import type { TrainOptions } from './options.ts';
import { runTraining, type TrainingRequest } from './run-training.ts';

/** Several runs of one configuration: one per fold, or one per seed. */
export interface SeveralRuns {
  readonly kind: 'cross-validation' | 'ensemble';
  /** At least 2. */
  readonly count: number;
}

/**
 * The runs of `--cross-validate` or `--ensemble`; `undefined` for a single run.
 *
 * @param given the options that the user typed, with their flags
 * @throws UsageError for options that don't go together
 */
export function severalRuns(
  { crossValidate, ensemble }: TrainOptions,
  given: ReadonlyMap<string, string>,
): SeveralRuns | undefined {
  if (crossValidate === undefined && ensemble === undefined) return undefined;
  const flag = crossValidate === undefined ? '--ensemble' : '--cross-validate';
  const conflicts = [
    'resume',
    'overwrite',
    ...(crossValidate === undefined ? [] : ['validation', 'ensemble']),
  ];
  const conflict = conflicts.find((name) => given.has(name));
  if (conflict !== undefined) {
    throw new UsageError(`${flag} does not go together with ${given.get(conflict)}`);
  }
  return crossValidate === undefined
    ? { kind: 'ensemble', count: ensemble ?? 2 }
    : { kind: 'cross-validation', count: crossValidate };
}

/** Trains the runs one after another, each in its own subfolder, and writes a summary; returns their records. */
export async function trainSeveral(
  several: SeveralRuns,
  request: TrainingRequest,
  output: Pick<TrainOptions, 'json' | 'quiet'>,
): Promise<readonly RunRecord[]> {
  const { seed } = configOf(several, request.config, several.count - 1);
  if (!Number.isSafeInteger(seed)) {
    throw new UsageError(
      `The seeds of ${several.count} members end at ${Number.MAX_SAFE_INTEGER}; --seed ${request.config.seed} is too large`,
    );
  }
  const finished: { readonly name: string; readonly record: RunRecord }[] = [];
  for (let index = 0; index < several.count; index++) {
    const name = `${several.kind === 'ensemble' ? 'member' : 'fold'}-${index + 1}`;
    const config = configOf(several, request.config, index);
    const record = await runTraining({
      ...request,
      config,
      folder: join(request.folder, name),
    });
    finished.push({ name, record });
    if (request.signal.aborted) return finished.map((run) => run.record);
  }
  const { summary, text } =
    several.kind === 'ensemble' ? await ensembleSummary(request.folder, finished) : foldSummary(finished);
  const file = `${several.kind}.json`;
  await writeWhole(join(request.folder, file), `${JSON.stringify(summary, null, 2)}\n`);
  if (output.json === true) stdout.json({ type: several.kind, ...summary });
  else if (output.quiet !== true) stdout.write(`\n${text}\n\n${request.folder}\n  ${file}\n`);
  return finished.map(({ record }) => record);
}

function configOf({ kind, count }: SeveralRuns, config: Recipe, index: number): Recipe {
  return kind === 'ensemble'
    ? { ...config, seed: config.seed + index }
    : { ...config, validation: { index, folds: count } };
}

interface Summary {
  readonly summary: object;
  readonly text: string;
}

function foldSummary(finished: readonly { readonly name: string; readonly record: RunRecord }[]): Summary {
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

async function ensembleSummary(
  folder: string,
  finished: readonly { readonly name: string; readonly record: RunRecord }[],
): Promise<Summary> {
  const paths = finished.map(({ name }) => join(folder, name));
  const together = async (how: Combination): Promise<{ loss: number; accuracy: number }> => {
    const group = openRunGroup(paths, how);
    const { samples } = await testSamples(group.runs[0], undefined);
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
