import { inferenceEngine } from '@atelier/atelier';
import {
  type Combination,
  combineOutputs,
  type Engine,
  evaluate,
  evaluateOutputs,
  type Evaluation,
  predict,
  type Samples,
  type TestTimeAugmentation,
  testTimeAugmentations,
} from '@atelier/training';
import { Option } from 'commander';
import { classProbabilities } from './class-probabilities.ts';
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
 * @throws UsageError when their classes or image shapes differ
 */
export function openRunGroup(
  typed: readonly string[],
  { combine, tta, engine = inferenceEngine(), ...options }: RunGroupOptions,
): RunGroup {
  const [first, ...others] = typed;
  if (first === undefined) throw new UsageError('There is no run to open');
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

/** Probabilities of each class, `[count, classes]`; by vote, the share of votes (see `combineOutputs`). */
export async function predictGroup(
  { runs, how, tta, engine }: RunGroup,
  samples: Samples,
): Promise<Float32Array> {
  const outputs: Float32Array[] = [];
  for (const { model } of runs) {
    const { probabilities } = await predict(model, samples, { engine, tta });
    outputs.push(classProbabilities(probabilities, samples.count));
  }
  const [only] = outputs;
  if (outputs.length === 1 && only) return only;
  return combineOutputs(outputs, (only?.length ?? 0) / samples.count, how);
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
