import { barFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { mean } from '../presenting/statistics.ts';
import { list, overSeeds, percent, points, signed } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { EnsembleOutcome, EnsembleTask } from '../tasks/ensemble.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { type Condition, findingOf, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const members = 5;
const units = 128;
const dropoutRates = [0.2, 0.4];

export const ensemble: Experiment = {
  name: 'ensemble',
  summary: 'five nets’ mean and majority vote against single ones and one net with dropout',
  question: 'Does dropout in one network do what the average of several networks does?',
  defaults: { epochs: 10, seeds: 1 },

  plan: (options) => [
    ...ensembleTrials(options),
    ...withDropout(options).flatMap((each) => trialsOf(each, options.seeds)),
  ],

  present(options, results) {
    const found = measure(options, results);
    const rows: [label: string, accuracy: number][] = [
      ...found.singles.map((accuracy, index): [string, number] => [`single ${index + 1}`, accuracy]),
      [`mean of ${members}`, found.mean],
      [`vote of ${members}`, found.vote],
      ...found.dropouts.map(({ rate, accuracy }): [string, number] => [`one with dropout ${rate}`, accuracy]),
    ];
    return {
      figures: {
        error: barFigure({
          title: 'Five networks, alone and together',
          subtitle: `one layer of ${units} units, ${options.epochs} epochs, test images${overSeeds(options.seeds)}`,
          categories: rows.map(([label]) => label),
          series: [{ name: 'test error', values: rows.map(([, accuracy]) => 1 - accuracy) }],
          value: { label: 'error: wrong predictions', format: 'percent' },
        }),
      },
      table: {
        columns: [{ label: 'network' }, { label: 'test accuracy', numeric: true }],
        rows: rows.map(([label, accuracy]) => [label, percent(accuracy, 2)]),
      },
      reading: readingOf(found, options),
    };
  },
};

type EnsembleTrial = Trial & { readonly task: EnsembleTask };

function member(options: PlanOptions): EnsembleTask['member'] {
  const data = { limit: options.limit, validation: { kind: 'none' }, size: null } as const;
  return trainTask(options, { hidden: [units], data });
}

function ensembleTrials(options: PlanOptions): EnsembleTrial[] {
  const task: EnsembleTask = { kind: 'ensemble', member: member(options), members };
  return withSeeds(`${members} networks`, task, options.seeds).map((trial) => ({ ...trial, task }));
}

function withDropout(options: PlanOptions): Condition[] {
  return dropoutRates.map((rate) => ({
    label: `dropout ${rate}`,
    task: { ...member(options), dropout: rate },
  }));
}

interface Found {
  /** Of each member, over the seeds. */
  readonly singles: readonly number[];
  readonly mean: number;
  readonly vote: number;
  readonly dropouts: readonly { readonly rate: number; readonly accuracy: number }[];
}

function measure(options: PlanOptions, results: Results): Found {
  const outcomes = ensembleTrials(options).map((trial) => results.outcome<'ensemble'>(trial));
  const over = (pick: (outcome: EnsembleOutcome) => number): number => mean(outcomes.map(pick));
  const singles = Array.from({ length: members }, (_, index) => over((outcome) => outcome.singles[index]!));
  const dropouts = withDropout(options).map((each) => ({
    rate: each.task.dropout,
    accuracy: findingOf(each, options.seeds, results).test.mean,
  }));
  const together = {
    mean: over((outcome) => outcome.mean.at(-1)!),
    vote: over((outcome) => outcome.vote.at(-1)!),
  };
  return { singles, ...together, dropouts };
}

function readingOf(found: Found, { epochs }: PlanOptions): string[] {
  const single = mean(found.singles);
  const [byMean, byVote] = [found.mean - single, found.vote - single];
  const better = found.dropouts.toSorted((a, b) => b.accuracy - a.accuracy)[0]!;
  const byDropout = better.accuracy - single;
  const share = byDropout / Math.max(byMean, byVote);
  return [
    `After ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} a single network has ${percent(single)} test accuracy on average; the mean of ${found.singles.length} has ${percent(found.mean)} (${signed(byMean)}) and their majority vote ${percent(found.vote)} (${signed(byVote)}).`,
    `One network with dropout (${list(found.dropouts.map(({ rate, accuracy }) => `${percent(accuracy)} at ${rate}`))}) is ${points(Math.abs(byDropout))} ${byDropout < 0 ? 'worse' : 'better'} even at its better rate: ${
      Math.max(byMean, byVote) <= 0
        ? 'there is no gain of the ensemble to compare with.'
        : byDropout <= 0
          ? 'it does not do what the ensemble does.'
          : share < 0.75
            ? `${percent(share, 0)} of what the ensemble gains, in one network instead of ${found.singles.length}.`
            : 'about what the ensemble gains, or more, in one network.'
    }`,
  ];
}
