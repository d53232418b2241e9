import { inferenceEngine } from '@atelier/atelier';
import {
  classProbabilities,
  type Combination,
  combineOutputs,
  createPredictor,
  type Engine,
  evaluate,
  evaluateOutputs,
  type Evaluation,
  predict,
  type Predictions,
  type Predictor,
  type Samples,
  type TestTimeAugmentation,
  testTimeAugmentations,
} from '@atelier/training';
import { Option } from 'commander';
import { UsageError } from './errors.ts';
import type { ModelOptions, OpenedClassifier } from './open-model.ts';
import { openClassifier, type OpenedRun } from './open-run.ts';
import { combination } from './option-types.ts';

type Member = OpenedClassifier | OpenedRun;

/** The model of one run or file, or several whose predictions are combined. */
export interface RunGroup {
  readonly runs: readonly [Member, ...Member[]];
  readonly how: Combination;
  /** Of each run's outputs. */
  readonly tta: TestTimeAugmentation;
  readonly engine: Engine;
}

interface RunGroupOptions extends ModelOptions {
  readonly combine: Combination;
  readonly tta: TestTimeAugmentation;
  /** Default `inferenceEngine()`. */
  readonly engine?: Engine;
}

export function combineOption(): Option {
  return new Option('--combine <how>', 'combine several runs: mean of their probabilities, or majority vote')
    .argParser(combination)
    .default('mean');
}

export function ttaOption(): Option {
  return new Option('--tta <how>', 'flip: the mean of the outputs for each image and its mirror image')
    .choices(testTimeAugmentations)
    .default('none');
}

/**
 * Opens runs, and models outside of runs.
 *
 * @throws UsageError when their classes or image shapes differ, or for a vote of one
 */
export function openRunGroup(
  typed: readonly string[],
  { combine, tta, engine = inferenceEngine(), ...options }: RunGroupOptions,
): RunGroup {
  const [first, ...others] = typed;
  if (first === undefined) throw new UsageError('There is no run to open');
  if (combine === 'vote' && others.length === 0) {
    throw new UsageError(`--combine vote takes several runs; found only ${first}`);
  }
  const runs: [Member, ...Member[]] = [openClassifier(first, options)];
  const known = describeInputs(runs[0]);
  for (const path of others) {
    const run = openClassifier(path, options);
    if (describeInputs(run) !== known) {
      throw new UsageError(
        `Combined runs must have the same classes and image shape; ${first}: ${known}; ${path}: ${describeInputs(run)}`,
      );
    }
    runs.push(run);
  }
  return { runs, how: combine, tta, engine };
}

/** The models of a group, ready for many predictions: each holds memory. */
export class GroupPredictor {
  readonly #predictors: readonly Predictor[];
  readonly #how: Combination;

  private constructor(predictors: readonly Predictor[], how: Combination) {
    this.#predictors = predictors;
    this.#how = how;
  }

  /** @param batchSize samples at a time; the probabilities do not depend on it */
  static async open({ runs, how, tta, engine }: RunGroup, batchSize: number): Promise<GroupPredictor> {
    const predictors: Predictor[] = [];
    for (const { model } of runs) predictors.push(await createPredictor(model, { engine, tta, batchSize }));
    return new GroupPredictor(predictors, how);
  }

  /** Probabilities of each class, `[count, classes]`; by vote, the share of votes (see `combineOutputs`). */
  async predict(samples: Samples): Promise<Float32Array> {
    const found: Predictions[] = [];
    for (const predictor of this.#predictors) found.push(await predictor.predict(samples));
    return combined(found, samples.count, this.#how);
  }

  async dispose(): Promise<void> {
    for (const predictor of this.#predictors) await predictor.dispose();
  }
}

/** What a `GroupPredictor` gives; of its models, one at a time is in memory. */
export async function predictGroup(
  { runs, how, tta, engine }: RunGroup,
  samples: Samples,
): Promise<Float32Array> {
  const found: Predictions[] = [];
  for (const { model } of runs) found.push(await predict(model, samples, { engine, tta }));
  return combined(found, samples.count, how);
}

function combined(found: readonly Predictions[], count: number, how: Combination): Float32Array {
  const outputs = found.map(({ probabilities }) => classProbabilities(probabilities, count));
  const [only] = outputs;
  if (outputs.length === 1 && only) return only;
  return combineOutputs(outputs, (only?.length ?? 0) / count, how);
}

/**
 * Evaluates a group on samples with labels. A single run's loss without test-time augmentation is as in training, with label smoothing
 * and its regularizers' penalty.
 */
export async function evaluateGroup(group: RunGroup, samples: Samples): Promise<Evaluation> {
  const [{ model, loss, labelSmoothing }] = group.runs;
  if (group.runs.length === 1 && group.tta === 'none') {
    return evaluate(model, samples, { loss, labelSmoothing, engine: group.engine });
  }
  return evaluateOutputs(await predictGroup(group, samples), samples.labels ?? []);
}

function describeInputs({ shape, classNames }: Member): string {
  return `${shape.join('x')}, ${classNames.join('/')}`;
}
