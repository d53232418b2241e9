import type { Experiment, Presentation } from '../src/experiment.ts';
import type { PlanOptions } from '../src/plan-options.ts';
import { parseResult, resultLine } from '../src/result.ts';
import { Results } from '../src/results.ts';
import { parameterCount } from '../src/tasks/classifier.ts';
import type { Outcome } from '../src/tasks/task.ts';
import type { TrainOutcome, TrainTask } from '../src/tasks/train.ts';
import { type Trial, trialId } from '../src/trial.ts';

/** Of Fashion-MNIST, in full. */
export const fullData: PlanOptions = { epochs: 4, seeds: 3, limit: 60_000, inputs: 784, classes: 10 };

/** A made-up training result: train and held-out accuracy, and how much the validation loss rises at the end. */
export interface Scores {
  readonly train: number;
  readonly validation: number;
  readonly test?: number;
  readonly rise?: number;
}
export type World = (task: TrainTask, seed: number) => Scores;

export function trained(
  task: TrainTask,
  { train, validation, test: onTest = validation, rise = 0 }: Scores,
): TrainOutcome {
  const held = task.data.validation.kind !== 'none';
  return {
    kind: 'train',
    status: 'completed',
    parameters: parameterCount(784, task.hidden, 10),
    samples: task.data.size ?? Math.round(task.data.limit * (held ? 5 / 6 : 1)),
    history: Array.from({ length: 3 }, (_, index) => ({
      epoch: index + 1,
      loss: 1 - train * (index / 3),
      accuracy: train - (2 - index) / 100,
      ...(held && { valLoss: index === 2 ? 0.4 + rise : 0.5 - index / 10, valAccuracy: validation }),
      ...(task.testEachEpoch && { testLoss: 0.5 - index / 10, testAccuracy: onTest }),
    })),
    train: { loss: 1 - train, accuracy: train },
    ...(held && { validation: { loss: 1 - validation, accuracy: validation } }),
    test: { loss: 1 - onTest, accuracy: onTest },
    ...(task.shifts && {
      shifted: task.shifts.map((pixels) => ({ loss: 1 - onTest, accuracy: onTest - pixels / 50 })),
    }),
  };
}

/** All results of an experiment in a made-up world, through the file's form and back. */
export function resultsIn(
  experiment: Experiment,
  outcomeOf: (trial: Trial) => Outcome,
  plan: PlanOptions = fullData,
): Results {
  let results = new Results([]);
  for (;;) {
    const trials = experiment.plan(plan, results);
    if (trials.every((trial) => results.has(trial))) return results;
    results = new Results(trials.map((trial) => parseResult(resultLine(trial, outcomeOf(trial)))));
  }
}

export function presentIn(
  experiment: Experiment,
  outcomeOf: (trial: Trial) => Outcome,
  plan: PlanOptions = fullData,
): Presentation {
  return experiment.present(plan, resultsIn(experiment, outcomeOf, plan));
}

export function training(task: Trial['task']): TrainTask {
  if (task.kind !== 'train') throw new Error(`a trial of kind ${task.kind} trains nothing`);
  return task;
}

/** An experiment's presentation in a world where every trial is a training. */
export function readingIn(experiment: Experiment, world: World, plan: PlanOptions = fullData): string {
  return presentIn(
    experiment,
    ({ task, seed }) => trained(training(task), world(training(task), seed)),
    plan,
  ).reading.join('\n');
}

/** An experiment's initial trials, each once. */
export function gridOf(experiment: Experiment): Trial[] {
  const trials = experiment.plan({ ...fullData, seeds: 1 }, new Results([]));
  return [...new Map(trials.map((trial) => [trialId(trial), trial])).values()];
}

/** Hidden layers as `64-2-64`. */
export function hiddenOf(trials: readonly Trial[]): string[] {
  return trials.map(({ task }) => training(task).hidden.join('-'));
}

/** Any outcome of the right kind. */
export function anyOutcome({ task, seed }: Trial): Outcome {
  switch (task.kind) {
    case 'train':
      return trained(task, { train: 0.9 + seed / 100, validation: 0.85 + seed / 100 });
    case 'ensemble':
      return {
        kind: 'ensemble',
        singles: [0.8, 0.81, 0.82, 0.83, 0.84],
        mean: [0.8, 0.82, 0.83, 0.84, 0.86],
        vote: [0.8, 0.8, 0.81, 0.83, 0.85],
        parameters: 100,
      };
    case 'recipe':
      return {
        kind: 'recipe',
        status: 'completed',
        parameters: 100,
        samples: 90,
        history: [],
        validation: { loss: 0.4, accuracy: 0.85 + seed / 100 },
      };
    case 'rate-sweep':
    case 'recipe-sweep':
      return {
        kind: task.kind,
        steps: Array.from(
          { length: 200 },
          (_, i) =>
            [10 ** (i / 28 - 6), 2.3 - Math.exp(-(((i - 130) / 40) ** 2)) + (i > 180 ? 3 : 0)] as const,
        ),
      };
    case 'softmax-logistic':
      return {
        kind: 'softmax-logistic',
        samples: { train: 12_000, test: 2000 },
        epochs: [0, 1, 2].map((epoch) => ({
          epoch,
          difference: task.rateFactor === 2 ? 5e-7 : epoch / 10,
          softmaxAccuracy: 0.8,
          logisticAccuracy: 0.8,
        })),
        weightDifference: 1e-6,
      };
    case 'sub-networks':
      return {
        kind: 'sub-networks',
        whole: 0.88,
        average: 0.88,
        part: 0.86,
        meanDifference: 0.01,
        correlation: task.network.dropout > 0 ? 0.2 : 0.3,
      };
    case 'gradients':
      return {
        kind: 'gradients',
        loss: 2.4 + seed / 100,
        layers: [...task.hidden.map((_, index) => `hidden_${index + 1}`), 'output'].map((name, index) => ({
          name,
          size: task.activation === 'sigmoid' ? 10 ** (index - 8) : 0.01,
        })),
        noise: 8 / Math.sqrt(task.batch),
      };
    case 'one-weight':
      return {
        kind: 'one-weight',
        curvature: 0.1,
        lowest: 0.5,
        curve: [-2, -1, 0, 1, 2].map((w) => [w, 0.5 + w * w] as const),
        paths: task.factors.map((factor) => ({
          factor,
          rate: 20 * factor,
          points: Array.from({ length: task.steps + 1 }, (_, step) => {
            const w = -((1 - 2 * factor) ** step);
            return [w, 0.5 + w * w] as const;
          }),
        })),
      };
    case 'cross-entropy':
      return {
        kind: 'cross-entropy',
        rows: task.gaps.map((gap) => ({
          gap,
          plain: gap > 88 ? Number.NaN : gap,
          clipped: Math.min(gap, 16.1),
          logSumExp: gap,
          exact: gap,
        })),
      };
    case 'gradient-check':
      return {
        kind: 'gradient-check',
        layers: [...task.hidden.map((_, index) => `hidden_${index + 1}`), 'output'].flatMap((name, index) =>
          (['kernel', 'bias'] as const).map((part) => ({
            name,
            part,
            compared: 30,
            relativeDifference: 1e-6,
            size: 10 ** (index - 4),
          })),
        ),
      };
  }
}

export const rateOf = (task: TrainTask): number => Math.log10(task.optimizer.learningRate);

/** Every training and every seed gives the same result. */
export const flat: World = () => ({ train: 0.9, validation: 0.85 });

/** A number that differs from seed to seed, with mean 0 over the seeds 0, 1 and 2. */
export function chance(seed: number, size: number): number {
  return size * ((seed % 3) - 1);
}

/** Of two seeds, the second diverges at the highest rates, in its first epoch. */
export function oneSeedDiverges(trial: Trial): TrainOutcome {
  const task = training(trial.task);
  const outcome = trained(task, { train: 0.9, validation: rateOf(task) < -4.5 ? 0.5 : 0.88 });
  if (rateOf(task) < 0.5 || trial.seed === 0) return outcome;
  const none = { loss: Number.NaN, accuracy: 0.1 };
  return { ...outcome, status: 'diverged', history: [], train: none, validation: none, test: none };
}
