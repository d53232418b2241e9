import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { mean } from '../presenting/statistics.ts';
import { count, list, number } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { GradientCheckTask } from '../tasks/gradient-check.ts';
import { type Trial, withSeeds } from '../trial.ts';

const networks: readonly Pick<GradientCheckTask, 'hidden' | 'activation'>[] = [
  { hidden: [32], activation: 'relu' },
  { hidden: [32, 16], activation: 'tanh' },
  { hidden: [32, 32, 32], activation: 'sigmoid' },
];

/** Analytic gradients are float32: about seven digits, of which sums over a batch, and floors, lose two or three. */
const tolerance = 1e-4;

export const backpropagation: Experiment = {
  name: 'backpropagation',
  summary: 'analytic against central-difference gradients, layer by layer',
  question: 'Is what backpropagation computes the slope of the loss, in every layer?',
  defaults: { epochs: 5, seeds: 3 },

  plan: (options) => networks.flatMap((network) => trialsOf(network, options)),

  present(options, results) {
    const rows = networks.flatMap((network) => rowsOf(network, options, results));
    return {
      figures: {
        gradients: lineFigure({
          title: 'Analytic against numeric gradients, layer by layer',
          subtitle: `largest relative difference of a layer’s kernel and bias, ${count(options.seeds, 'seed')}`,
          x: { label: 'layer, from the input', format: 'integer' },
          y: { label: 'relative difference', scale: 'log', domain: [1e-8, 1e-3] },
          series: networks.map((network) => {
            const own = rows.filter((row) => row.network === nameOf(network));
            const layers = [...new Set(own.map(({ layer }) => layer))];
            return {
              name: nameOf(network),
              mark: 'line-and-dots',
              points: layers.map((layer, index) => [
                index + 1,
                Math.max(...own.filter((row) => row.layer === layer).map(({ difference }) => difference)),
              ]),
            };
          }),
          rules: [
            { axis: 'y', value: 2 ** -23, label: 'one rounding in float32' },
            { axis: 'y', value: tolerance, label: 'tolerance' },
          ],
        }),
      },
      table: {
        columns: [
          { label: 'network' },
          { label: 'layer' },
          { label: 'weights compared', numeric: true },
          { label: 'largest relative difference', numeric: true },
          { label: 'size of the gradient (rms)', numeric: true },
        ],
        rows: rows.map(({ network, layer, part, compared, difference, size }) => [
          network,
          `${layer} ${part}`,
          compared,
          difference.toExponential(1),
          size.toExponential(1),
        ]),
      },
      reading: readingOf(rows),
    };
  },
};

type GradientTrial = Trial & { readonly task: GradientCheckTask };

function trialsOf(
  network: Pick<GradientCheckTask, 'hidden' | 'activation'>,
  { epochs, limit, seeds }: PlanOptions,
): GradientTrial[] {
  const task: GradientCheckTask = {
    kind: 'gradient-check',
    ...network,
    batch: Math.min(32, limit),
    epochs,
    step: 1e-5,
    weights: 30,
  };
  return withSeeds(nameOf(network), task, seeds).map((trial) => ({ ...trial, task }));
}

function nameOf({ activation, hidden }: Pick<GradientCheckTask, 'hidden' | 'activation'>): string {
  return `${activation} ${hidden.join('-')}`;
}

interface Row {
  readonly network: string;
  readonly layer: string;
  readonly part: 'kernel' | 'bias';
  /** With all seeds. */
  readonly compared: number;
  /** The largest over the seeds. */
  readonly difference: number;
  /** The mean over the seeds. */
  readonly size: number;
}

function rowsOf(
  network: Pick<GradientCheckTask, 'hidden' | 'activation'>,
  options: PlanOptions,
  results: Results,
): Row[] {
  const outcomes = trialsOf(network, options).map((trial) => results.outcome<'gradient-check'>(trial));
  return outcomes[0]!.layers.map(({ name, part }, index) => {
    const parts = outcomes.map(({ layers }) => layers[index]!);
    return {
      network: nameOf(network),
      layer: name.replace('_', ' '),
      part,
      compared: parts.reduce((sum, { compared }) => sum + compared, 0),
      size: mean(parts.map(({ size }) => size)),
      // Exactly equal gradients have no logarithm.
      difference: Math.max(1e-12, ...parts.map(({ relativeDifference }) => relativeDifference)),
    };
  });
}

function readingOf(rows: readonly Row[]): string[] {
  const worst = rows.toSorted((a, b) => b.difference - a.difference)[0]!;
  const compared = rows.reduce((sum, row) => sum + row.compared, 0);
  const sigmoid = rows.filter(({ network, part }) => network.startsWith('sigmoid') && part === 'kernel');
  return [
    `Over ${compared} weights in ${rows.length} kernels and biases the analytic and the numeric gradient differ by ${number(worst.difference)} at most, relatively (${worst.network}, ${worst.layer} ${worst.part}): ${
      worst.difference <= tolerance
        ? `within ${number(tolerance)}, which sums of float32 numbers cost, so backpropagation computes the slope of the loss.`
        : `more than ${number(tolerance)}, which rounding does not explain.`
    }`,
    `In the sigmoid network the gradient of the kernels goes from the input to the output as ${list(sigmoid.map(({ size }) => number(size)))}: ${
      sigmoid[0]!.size < sigmoid.at(-1)!.size / 3
        ? `on its way back it fades to 1/${Math.round(sigmoid.at(-1)!.size / sigmoid[0]!.size)} of its size.`
        : 'here it does not fade much on its way back.'
    }`,
  ];
}
