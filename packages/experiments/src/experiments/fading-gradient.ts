import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { type Spread, spreadOf } from '../presenting/statistics.ts';
import { count, grouped, list, number } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { GradientsTask } from '../tasks/gradients.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { curveOver } from './curves.ts';

const activations = ['relu', 'tanh', 'sigmoid'] as const;
type Activation = (typeof activations)[number];
const layers = 6;
const units = 32;
const images = 1024;

export const fadingGradient: Experiment = {
  name: 'fading-gradient',
  summary: 'size of the gradient in each of seven layers, with relu, tanh and sigmoid',
  question: 'How much of the gradient arrives at the first layers?',
  // Gradients are taken at the initial weights: nothing is trained.
  defaults: { epochs: 1, seeds: 5 },

  plan: (options) => activations.flatMap((activation) => trialsOf(activation, options)),

  present(options, results) {
    const all = activations.map((activation) => ({
      activation,
      sizes: sizesOf(activation, options, results),
    }));
    const rows = Array.from({ length: layers + 1 }, (_, layer) => layer);
    return {
      figures: {
        size: lineFigure({
          title: 'Size of the gradient, layer by layer',
          subtitle: `${layers} hidden layers of ${units} units, initial weights, ${grouped(imagesOf(options))} images, ${count(options.seeds, 'seed')}`,
          x: { label: 'layer, from the input', format: 'integer', ticks: rows.map((layer) => layer + 1) },
          y: { label: 'gradient (root mean square)', scale: 'log' },
          series: all.flatMap(({ activation, sizes }) =>
            curveOver(
              activation,
              sizes,
              (_, index) => index + 1,
              (size) => size,
            ),
          ),
        }),
      },
      table: {
        columns: [{ label: 'layer' }, ...activations.map((label) => ({ label, numeric: true }))],
        rows: rows.map((layer) => [
          layer === layers ? 'output' : `hidden ${layer + 1}`,
          ...all.map(({ sizes }) => sizes[layer]!.mean.toExponential(1)),
        ]),
      },
      reading: [
        `From the output to the first layer the gradient of the weights shrinks to ${list(
          all.map(({ activation, sizes }) => `${share(sizes)} (${activation})`),
        )} of its size: with sigmoid it ${faded(all.at(-1)!.sizes) ? 'fades' : 'does not fade'} on its way back, with relu it ${faded(all[0]!.sizes) ? 'fades too' : 'does not'}.`,
      ],
    };
  },
};

function imagesOf({ limit }: PlanOptions): number {
  return Math.min(images, limit);
}

type GradientsTrial = Trial & { readonly task: GradientsTask };

function trialsOf(activation: Activation, options: PlanOptions): GradientsTrial[] {
  const task: GradientsTask = {
    kind: 'gradients',
    hidden: Array.from({ length: layers }, () => units),
    activation,
    images: imagesOf(options),
    batch: imagesOf(options),
    epochs: 0,
  };
  return withSeeds(activation, task, options.seeds).map((trial) => ({ ...trial, task }));
}

/** From the input to the output, over the seeds. */
function sizesOf(activation: Activation, options: PlanOptions, results: Results): Spread[] {
  const outcomes = trialsOf(activation, options).map((trial) => results.outcome<'gradients'>(trial));
  return Array.from({ length: layers + 1 }, (_, layer) =>
    spreadOf(outcomes.map((outcome) => outcome.layers[layer]?.size ?? Number.NaN)),
  );
}

function share(sizes: readonly Spread[]): string {
  return number(sizes[0]!.mean / sizes.at(-1)!.mean);
}

/** Ten times smaller in every seed. */
function faded(sizes: readonly Spread[]): boolean {
  return sizes[0]!.values.every((value, seed) => value < (sizes.at(-1)!.values[seed] ?? 0) / 10);
}
