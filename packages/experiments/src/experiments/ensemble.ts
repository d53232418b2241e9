import { barFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance, mean, type Spread, spreadOf } from '../presenting/statistics.ts';
import {
  count,
  doubt,
  list,
  number,
  percent,
  signed,
  signedNumber,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { EnsembleOutcome, EnsembleTask } from '../tasks/ensemble.ts';
import type { SubNetworksOutcome, SubNetworksTask } from '../tasks/sub-networks.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { barOf, barsOf } from './bars.ts';
import { type Condition, findingOf, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const members = 5;
const units = 128;
const dropoutRates = [0.2, 0.4];
/** Dropout whose parts are averaged, and how many of them. */
const examined = 0.4;
const masks = 30;

export const ensemble: Experiment = {
  name: 'ensemble',
  summary: 'five nets’ mean and majority vote against single ones trained as long, and what dropout averages',
  question: 'Does dropout in one network do what the average of several networks does?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => [
    ...ensembleTrials(options),
    ...trialsOf(longRuns(options), options.seeds),
    ...[examined, 0].flatMap((rate) => partsTrials(rate, options)),
  ],

  present(options, results) {
    const found = measure(options, results);
    const rows: readonly (readonly [label: string, accuracy: Spread])[] = [
      [`one, ${count(options.epochs, 'epoch')}`, found.single],
      [`mean of ${members}`, found.mean],
      [`vote of ${members}`, found.vote],
      ...found.long.map(({ label, test }) => [label, test] as const),
    ];
    const { parts } = found;
    const inside: readonly (readonly [label: string, accuracy: Spread])[] = [
      ['a part alone', parts.part],
      [`mean of ${masks} parts`, parts.average],
      ['the whole network', parts.whole],
    ];
    const error = (accuracies: readonly (readonly [string, Spread])[]) => ({
      categories: accuracies.map(([label]) => label),
      series: [
        {
          name: 'test error',
          ...barsOf(accuracies.map(([, accuracy]) => barOf(accuracy, (value) => 1 - value))),
        },
      ],
      value: { label: 'error: wrong predictions', format: 'percent' } as const,
    });
    return {
      figures: {
        error: barFigure({
          title: 'Five networks together, and one trained as long',
          subtitle: `one layer of ${units} units, test images, ${sizeOf(options)}`,
          ...error(rows),
        }),
        parts: barFigure({
          title: 'What dropout averages',
          subtitle: `dropout ${examined}, ${masks} random parts, test images, ${sizeOf(options)}`,
          ...error(inside),
        }),
      },
      table: {
        columns: [
          { label: 'network' },
          { label: 'epochs in all', numeric: true },
          { label: 'test accuracy', numeric: true },
          { label: 'against one', numeric: true },
        ],
        rows: [
          ...rows.map(([label, accuracy], index) => [
            label,
            index === 0 ? options.epochs : members * options.epochs,
            spread(accuracy, 2),
            index === 0 ? '' : signed(differenceOf(accuracy, found.single), 2),
          ]),
          ...inside.map(([label, accuracy]) => [
            `dropout ${examined}: ${label}`,
            options.epochs,
            spread(accuracy, 2),
            signed(differenceOf(accuracy, found.single), 2),
          ]),
        ],
      },
      reading: readingOf(found),
    };
  },
};

type EnsembleTrial = Trial & { readonly task: EnsembleTask };
type PartsTrial = Trial & { readonly task: SubNetworksTask };

function member(options: PlanOptions): EnsembleTask['member'] {
  const data = { limit: options.limit, validation: { kind: 'none' }, size: null } as const;
  return trainTask(options, { hidden: [units], data });
}

function ensembleTrials(options: PlanOptions): EnsembleTrial[] {
  const task: EnsembleTask = { kind: 'ensemble', member: member(options), members };
  return withSeeds(`${members} networks`, task, options.seeds).map((trial) => ({ ...trial, task }));
}

/** Single networks that are trained for as many epochs as the five together. */
function longRuns(options: PlanOptions): Condition[] {
  return [0, ...dropoutRates].map((rate) => ({
    label: rate === 0 ? 'one, as long' : `one, as long, dropout ${rate}`,
    task: { ...member(options), dropout: rate, epochs: members * options.epochs },
  }));
}

function partsTrials(rate: number, options: PlanOptions): PartsTrial[] {
  const network = { ...member(options), dropout: rate };
  const task: SubNetworksTask = { kind: 'sub-networks', network, masks: rate === 0 ? 1 : masks };
  return withSeeds(`parts, dropout ${rate}`, task, options.seeds).map((trial) => ({ ...trial, task }));
}

interface Found {
  /** One member, the mean of the members of each seed. */
  readonly single: Spread;
  readonly mean: Spread;
  readonly vote: Spread;
  readonly long: readonly { readonly label: string; readonly test: Spread }[];
  readonly parts: Record<Exclude<keyof SubNetworksOutcome, 'kind'>, Spread>;
  /** The mean |correlation| of hidden units without dropout. */
  readonly plainCorrelation: Spread;
}

function measure(options: PlanOptions, results: Results): Found {
  const outcomes = ensembleTrials(options).map((trial) => results.outcome<'ensemble'>(trial));
  const over = (pick: (outcome: EnsembleOutcome) => number): Spread => spreadOf(outcomes.map(pick));
  const partsAt = (rate: number) =>
    partsTrials(rate, options).map((trial) => results.outcome<'sub-networks'>(trial));
  const [withDropout, without] = [partsAt(examined), partsAt(0)];
  const part = (pick: (outcome: SubNetworksOutcome) => number): Spread => spreadOf(withDropout.map(pick));
  return {
    single: over(({ singles }) => mean(singles)),
    mean: over((outcome) => outcome.mean.at(-1)!),
    vote: over((outcome) => outcome.vote.at(-1)!),
    long: longRuns(options).map((each) => ({
      label: each.label,
      test: findingOf(each, options.seeds, results).test,
    })),
    parts: {
      whole: part(({ whole }) => whole),
      average: part(({ average }) => average),
      part: part((outcome) => outcome.part),
      meanDifference: part(({ meanDifference }) => meanDifference),
      correlation: part(({ correlation }) => correlation),
    },
    plainCorrelation: spreadOf(without.map(({ correlation }) => correlation)),
  };
}

function readingOf(found: Found): string[] {
  const { single, long, parts, plainCorrelation } = found;
  const [byMean, byVote] = [differenceOf(found.mean, single), differenceOf(found.vote, single)];
  const longest = best(long, ({ test }) => test.mean);
  const behind = differenceOf(longest.test, found.mean);
  const masksDiffer = differenceOf(parts.whole, parts.average);
  const overPart = differenceOf(parts.average, parts.part);
  const correlation = differenceOf(parts.correlation, plainCorrelation);
  return [
    `A single network has ${percent(single.mean, 2)} on the test images; the mean of ${members} changes that by ${signed(byMean, 2)}${doubt(byMean)}, their majority vote by ${signed(byVote, 2)}${doubt(byVote)}.`,
    `One network that is trained for as many epochs as the ${members} together has ${list(long.map(({ label, test }) => `${spread(test, 2)} (${label})`))}. The best of these, ${longest.label}, differs from the mean of ${members} by ${signed(behind, 2)}${doubt(behind)}: ${
      isChance(behind) || behind.mean > 0
        ? 'at equal training the ensemble has no lead that holds.'
        : 'at equal training one network, with or without dropout, does not do what the ensemble does.'
    }`,
    `With dropout ${examined}, a random part of the network has ${percent(parts.part.mean, 2)} alone, the mean of ${masks} parts ${signed(overPart, 2)} more${doubt(overPart)}, and the whole network differs from that mean by ${signed(masksDiffer, 2)}${doubt(masksDiffer)} (by ${number(parts.meanDifference.mean)} in a probability): ${
      isChance(masksDiffer)
        ? 'the whole acts like the average of its parts, as claimed.'
        : 'the whole is not the average of its parts.'
    }`,
    `Two hidden units correlate with |r| = ${spreadNumber(plainCorrelation)} on average without dropout and ${spreadNumber(parts.correlation)} with it, ${signedNumber(correlation)}${doubt(correlation)}: ${
      isChance(correlation)
        ? 'by this measure, that dropout keeps units from adapting to each other is neither shown nor refuted.'
        : correlation.mean < 0
          ? 'by this measure, dropout keeps units from adapting to each other.'
          : 'by this measure, dropout does not keep units from adapting to each other; it makes them more alike.'
    }`,
  ];
}
