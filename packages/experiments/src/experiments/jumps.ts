import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { count, grouped, number } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { OneWeightOutcome, OneWeightTask } from '../tasks/one-weight.ts';
import { type Trial, withSeeds } from '../trial.ts';

const images = 2000;
const steps = 20;
const drawn = 6;
const factors = [0.05, 0.5, 0.95, 1.25];

export const jumps: Experiment = {
  name: 'jumps',
  summary: 'one weight and the loss along it: a rate that is too small, right, and too large',
  question: 'How does a learning rate that is too large miss a minimum?',
  defaults: { epochs: 3, seeds: 3 },

  plan: trialsOf,

  present(options, results) {
    const outcomes = outcomesOf(options, results);
    const [first] = outcomes;
    const { curve, paths } = first!;
    return {
      figures: {
        path: lineFigure({
          title: 'One weight on its way over the loss',
          subtitle: `softmax regression, one weight of it, seed 0; ${drawn} steps each`,
          x: { label: 'weight, from the minimum', domain: [curve[0]![0], curve.at(-1)![0]] },
          y: { label: 'loss' },
          series: [
            { name: 'the loss', points: curve },
            ...paths
              .filter(({ factor }) => factor !== 0.95)
              .map(({ rate, points }) => ({
                name: `rate ${number(rate)}`,
                mark: 'line-and-dots' as const,
                points: points.slice(0, drawn + 1),
              })),
          ],
        }),
        loss: lineFigure({
          title: 'The loss above its minimum, step by step',
          subtitle: `softmax regression, one weight of it, seed 0`,
          x: { label: 'step', format: 'integer' },
          y: { label: 'loss above the minimum', scale: 'log' },
          colours: 'ordered',
          series: paths.map(({ rate, points }) => ({
            name: `rate ${number(rate)}`,
            mark: 'line-and-dots',
            points: points.map(([, loss], step) => [step, Math.max(loss - first!.lowest, 1e-12)]),
          })),
        }),
      },
      table: {
        columns: [
          { label: 'learning rate', numeric: true },
          { label: 'share of 2 / curvature', numeric: true },
          { label: `distance after ${steps} steps`, numeric: true },
          { label: 'sides changed', numeric: true },
        ],
        rows: paths.map(({ factor, rate, points }) => [
          number(rate),
          factor,
          number(Math.abs(points.at(-1)![0])),
          `${crossings(points)} / ${points.length - 1}`,
        ]),
      },
      reading: readingOf(outcomes, options),
    };
  },
};

type JumpTrial = Trial & { readonly task: OneWeightTask };

function trialsOf({ epochs, limit, seeds }: PlanOptions): JumpTrial[] {
  const task: OneWeightTask = {
    kind: 'one-weight',
    images: Math.min(images, limit),
    epochs,
    factors,
    steps,
    distance: 3,
  };
  return withSeeds('one weight', task, seeds).map((trial) => ({ ...trial, task }));
}

function outcomesOf(options: PlanOptions, results: Results): OneWeightOutcome[] {
  return trialsOf(options).map((trial) => results.outcome<'one-weight'>(trial));
}

/** How often a step goes to the other side of the minimum. */
function crossings(points: readonly (readonly [number, number])[]): number {
  return points.filter(([w], index) => index > 0 && Math.sign(w) !== Math.sign(points[index - 1]![0])).length;
}

function readingOf(outcomes: readonly OneWeightOutcome[], options: PlanOptions): string[] {
  const settles = (factor: number): number =>
    outcomes.filter(({ paths }) => {
      const { points } = paths.find((path) => path.factor === factor)!;
      return Math.abs(points.at(-1)![0]) < 0.01 * Math.abs(points[0]![0]);
    }).length;
  const [slow, right, , large] = factors;
  const tooLarge = outcomes[0]!.paths.find(({ factor }) => factor === large)!;
  return [
    `The curvature of the loss at the minimum is ${number(outcomes[0]!.curvature)}, so that steps grow from a rate of ${number(2 / outcomes[0]!.curvature)} on (${grouped(Math.min(images, options.limit))} images). Of ${count(outcomes.length, 'seed')}, the weight is within a hundredth of its first distance after ${steps} steps in ${settles(right!)} at half of that rate, in ${settles(slow!)} at a twentieth and in ${settles(large!)} at ${large} times that rate.`,
    `At ${number(tooLarge.rate)} it changes sides in ${crossings(tooLarge.points)} of ${steps} steps: ${
      settles(large!) === 0
        ? 'it jumps over the minimum again and again, and does not settle.'
        : 'it settles all the same.'
    }`,
  ];
}
