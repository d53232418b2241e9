import { lineFigure } from '@atelier/plotting';
import type { Experiment, PlanOptions } from '../experiment.ts';
import { number } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { RateSweepTask } from '../tasks/rate-sweep.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { holdout, optimizerAt } from './train-task.ts';

const optimizers = [
  ['sgd', 'SGD'],
  ['adam', 'Adam'],
] as const;

/** Weight of the past in the running mean of the loss. */
const memory = 0.95;

export const lrFinder: Experiment = {
  name: 'lr-finder',
  summary: 'one pass with a rate that grows at every step: loss against rate, and the rate to take',
  question: 'Can one short run with a growing learning rate find a good one?',
  defaults: { epochs: 1, seeds: 1 },

  plan: (options) => optimizers.flatMap(([name]) => trialsOf(name, options)),

  present(options, results) {
    const sweeps = optimizers.map(([name, title]) => ({ title, ...sweepOf(name, options, results) }));
    return {
      figures: {
        loss: lineFigure({
          title: 'Loss while the learning rate grows',
          subtitle: 'one pass over the training images, running mean; the marks are the rates to take',
          x: { label: 'learning rate', scale: 'log' },
          y: { label: 'loss', domain: [0, ceilingOf(sweeps)] },
          series: sweeps.flatMap(({ title, curve, suggested }) => [
            {
              name: 'loss',
              group: title,
              points: thinned(curve.filter(([, loss]) => loss <= ceilingOf(sweeps))),
            },
            {
              name: 'suggested rate',
              group: title,
              mark: 'line-and-dots' as const,
              points: [[suggested, lossAt(curve, suggested)] as const],
              pointLabels: [number(suggested)],
            },
          ]),
        }),
      },
      table: {
        columns: [
          { label: 'optimizer' },
          ...['suggested rate', 'rate of the lowest loss', 'lowest loss', 'rate of divergence'].map(
            (label) => ({
              label,
              numeric: true,
            }),
          ),
        ],
        rows: sweeps.map(({ title, suggested, lowest, diverges }) => [
          title,
          number(suggested),
          number(lowest[0]),
          lowest[1].toFixed(3),
          diverges === undefined ? 'none' : number(diverges),
        ]),
      },
      reading: sweeps.map(
        ({ title, suggested, lowest, diverges }) =>
          `${title}: the loss is lowest (${lowest[1].toFixed(2)}) at a rate of ${number(lowest[0])}${
            diverges === undefined
              ? ' and never rises above where it began'
              : ` and rises above where it began at ${number(diverges)}`
          }; a tenth of the former, ${number(suggested)}, is the rate to take.`,
      ),
    };
  },
};

type SweepTrial = Trial & { readonly task: RateSweepTask };

function trialsOf(name: 'sgd' | 'adam', { limit, seeds }: PlanOptions): SweepTrial[] {
  const task: RateSweepTask = {
    kind: 'rate-sweep',
    hidden: [32],
    activation: 'relu',
    dropout: 0,
    l2: 0,
    optimizer: optimizerAt(name),
    from: 1e-6,
    to: 10,
    batchSize: 32,
    data: { limit, validation: holdout, size: null },
  };
  return withSeeds(name, task, seeds).map((trial) => ({ ...trial, task }));
}

interface Sweep {
  /** `[rate, running mean of the loss]` */
  readonly curve: readonly (readonly [rate: number, loss: number])[];
  readonly lowest: readonly [rate: number, loss: number];
  /** A tenth of the rate at which the loss is lowest. */
  readonly suggested: number;
  /** Where the loss first rises above its beginning, after its lowest. */
  readonly diverges: number | undefined;
}

/** The mean over the seeds, smoothed. */
function sweepOf(name: 'sgd' | 'adam', options: PlanOptions, results: Results): Sweep {
  const runs = trialsOf(name, options).map((trial) => results.outcome<'rate-sweep'>(trial).steps);
  const length = Math.min(...runs.map((steps) => steps.length));
  let running = 0;
  const curve = Array.from({ length }, (_, index): [number, number] => {
    const loss = runs.reduce((sum, steps) => sum + steps[index]![1], 0) / runs.length;
    running = memory * running + (1 - memory) * loss;
    // A running mean that begins at 0 is too low at first, by this factor.
    return [runs[0]![index]![0], running / (1 - memory ** (index + 1))];
  });
  const lowest = curve.reduce((low, point) => (point[1] < low[1] ? point : low));
  const begin = curve[Math.min(curve.length - 1, 20)]![1];
  return {
    curve,
    lowest,
    suggested: lowest[0] / 10,
    diverges: curve.find(([rate, loss]) => rate > lowest[0] && loss > begin)?.[0],
  };
}

/** Few enough points for the marks to stand out; the running mean has no finer detail. */
function thinned(curve: Sweep['curve']): Sweep['curve'] {
  const every = Math.ceil(curve.length / 55);
  return curve.filter((_, index) => index % every === 0);
}

/** The curve's loss at the last step with no higher rate. */
function lossAt(curve: Sweep['curve'], rate: number): number {
  return (curve.findLast(([at]) => at <= rate) ?? curve[0]!)[1];
}

/** Losses beyond half as much again as where they began say no more than that they diverge. */
function ceilingOf(sweeps: readonly Sweep[]): number {
  return 1.5 * Math.max(...sweeps.map(({ curve }) => curve[Math.min(curve.length - 1, 20)]![1]));
}
