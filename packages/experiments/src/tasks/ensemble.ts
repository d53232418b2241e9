import { combineOutputs, predict } from '@atelier/training';
import { z } from 'zod';
import { accuracyOf } from './accuracy-of.ts';
import type { TrialContext } from './context.ts';
import type { TaskKind } from './task-kind.ts';
import { train, trainModel, type TrainTask, trainWork } from './train.ts';

/** Trains several classifiers that differ only in their seeds, and combines their predictions. */
export interface EnsembleTask {
  readonly kind: 'ensemble';
  readonly member: TrainTask;
  /** At least 1. Member `i` has the seed `members * seed + i`, so that no two trials share a member. */
  readonly members: number;
}

/** What an ensemble gave, by its number of members. */
export interface EnsembleOutcome {
  readonly kind: 'ensemble';
  /** Test accuracy of each member. */
  readonly singles: readonly number[];
  /** Test accuracy of the mean of the first 1, 2, … members' probabilities. */
  readonly mean: readonly number[];
  /** Test accuracy of the first 1, 2, … members' majority vote. */
  readonly vote: readonly number[];
  /** Weights and biases of one member. */
  readonly parameters: number;
}

export const ensemble: TaskKind<EnsembleTask, EnsembleOutcome> = {
  task: z.strictObject({
    kind: z.literal('ensemble'),
    member: train.task,
    members: z.number().int().min(1),
  }),

  outcome: z.strictObject({
    kind: z.literal('ensemble'),
    singles: z.array(z.number()),
    mean: z.array(z.number()),
    vote: z.array(z.number()),
    parameters: z.number().int(),
  }),

  run,

  summary: ({ mean, vote }) => `mean: ${mean.at(-1)?.toFixed(4)} - vote: ${vote.at(-1)?.toFixed(4)}`,

  work: ({ member, members }, size) => members * trainWork(member, size),
};

async function run(
  { member, members }: EnsembleTask,
  seed: number,
  context: TrialContext,
): Promise<EnsembleOutcome> {
  const { data, engine, onProgress } = context;
  const { test, classNames } = data;
  const outputs: Float32Array[] = [];
  let parameters = 0;
  for (let index = 0; index < members; index++) {
    const { model, outcome } = await trainModel(
      member,
      members * seed + index,
      context,
      (epoch, share, means) =>
        onProgress?.({
          epoch: index * member.epochs + epoch,
          epochs: members * member.epochs,
          done: (index + share) / members,
          ...means,
        }),
    );
    outputs.push((await predict(model, test, { engine })).probabilities);
    parameters = outcome.parameters;
    model.dispose();
  }
  const classes = classNames.length;
  const upTo = (how: 'mean' | 'vote'): number[] =>
    outputs.map((_, last) =>
      accuracyOf(combineOutputs(outputs.slice(0, last + 1), classes, how), test.labels, classes),
    );
  return {
    kind: 'ensemble',
    singles: outputs.map((each) => accuracyOf(each, test.labels, classes)),
    mean: upTo('mean'),
    vote: upTo('vote'),
    parameters,
  };
}
