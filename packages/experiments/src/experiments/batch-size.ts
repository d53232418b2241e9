import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf, isChance, spreadOf, type Spread } from '../presenting/statistics.ts';
import {
  count,
  doubt,
  grouped,
  list,
  number,
  signed,
  signedNumber,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { GradientsTask } from '../tasks/gradients.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis, bandNote, bandOf, curveOver } from './curves.ts';
import { trainTask } from './train-task.ts';

const sizes = [8, 32, 128, 512];
const hidden = [32];
/** Images whose gradients are compared. */
const compared = 4096;

export const batchSize: Experiment = {
  name: 'batch-size',
  summary: 'batches of 8 to 512 images: noise of the gradient, steps, and what is learnt in as many epochs',
  question: 'How noisy is the gradient of a mini-batch, and what does the size of the batch change?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => [
    ...trialsOf(conditions(options), options.seeds),
    ...fitting(options).flatMap((size) => noiseTrials(size, options)),
  ],

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const noises = fitting(options).map((size) => ({ size, noise: noiseOf(size, options, results) }));
    const batch = ({ task }: Finding): number => task.batchSize;
    return {
      figures: {
        noise: lineFigure({
          title: 'Noise of the gradient against the batch size',
          subtitle: `after one epoch, as a share of the gradient of ${grouped(Math.min(compared, options.limit))} images, ${count(options.seeds, 'seed')}`,
          x: { label: 'batch size', scale: 'log', ticks: sizes },
          y: { label: 'noise', scale: 'log' },
          series: [
            ...curveOver(
              'measured',
              noises,
              ({ size }) => size,
              ({ noise }) => noise,
            ),
            {
              name: 'mean',
              group: '1 / √m',
              points: noises.map(({ size }) => [
                size,
                noises[0]!.noise.mean * Math.sqrt(noises[0]!.size / size),
              ]),
            },
          ],
        }),
        accuracy: lineFigure({
          title: 'Accuracy after as many epochs',
          subtitle: `32 hidden units, adam 0.001, ${sizeOf(options)}`,
          x: { label: 'batch size', scale: 'log', ticks: sizes },
          y: accuracyAxis(
            'accuracy',
            findings.flatMap(({ train, validation }) => [train, validation]),
          ),
          series: [
            ...curveOver('training', findings, batch, ({ train }) => train),
            ...curveOver('validation', findings, batch, ({ validation }) => validation),
          ],
        }),
        loss: lineFigure({
          title: 'Validation loss of each batch size',
          subtitle: `${sizeOf(options)}${bandNote(options.seeds)}`,
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'validation loss' },
          colours: 'ordered',
          series: findings.map((finding) => ({
            name: String(batch(finding)),
            ...bandOf(finding, 'valLoss'),
          })),
        }),
      },
      table: {
        columns: [
          'batch size',
          'steps per epoch',
          'noise of the gradient',
          'training accuracy',
          'validation accuracy',
          'validation loss',
        ].map((label) => ({ label, numeric: true })),
        rows: findings.map((finding) => {
          const noise = noises.find(({ size }) => size === batch(finding))?.noise;
          return [
            batch(finding),
            grouped(stepsOf(finding)),
            noise === undefined ? '' : spreadNumber(noise, 2),
            spread(finding.train),
            spread(finding.validation),
            spreadNumber(finding.validationLoss),
          ];
        }),
      },
      reading: readingOf(findings, noises),
    };
  },
};

function stepsOf({ outcomes, task }: Finding): number {
  return Math.ceil(outcomes[0]!.samples / task.batchSize);
}

function conditions(options: PlanOptions): Condition[] {
  return sizes.map((size) => ({
    label: `batch ${size}`,
    task: trainTask(options, { hidden, batchSize: size }),
  }));
}

/** The sizes of which there are a few batches among the images that are compared. */
function fitting({ limit }: PlanOptions): number[] {
  return sizes.filter((size) => 4 * size <= Math.min(compared, limit));
}

type NoiseTrial = Trial & { readonly task: GradientsTask };

function noiseTrials(batch: number, { limit, seeds }: PlanOptions): NoiseTrial[] {
  const images = Math.min(compared, limit);
  const task: GradientsTask = { kind: 'gradients', hidden, activation: 'relu', images, batch, epochs: 1 };
  return withSeeds(`noise of batches of ${batch}`, task, seeds).map((trial) => ({ ...trial, task }));
}

function noiseOf(batch: number, options: PlanOptions, results: Results): Spread {
  return spreadOf(noiseTrials(batch, options).map((trial) => results.outcome<'gradients'>(trial).noise));
}

function readingOf(
  findings: readonly Finding[],
  noises: readonly { readonly size: number; readonly noise: Spread }[],
): string[] {
  const [small, large] = [findings[0]!, findings.at(-1)!];
  const [noisiest, calmest] = [noises[0], noises.at(-1)];
  const change = differenceOf(large.validation, small.validation);
  const fit = differenceOf(large.train, small.train);
  const loss = differenceOf(large.validationLoss, small.validationLoss);
  return [
    ...(noisiest && calmest && noisiest !== calmest
      ? [
          `The gradient of ${noisiest.size} images is off by ${number(noisiest.noise.mean)} times the length of the mean gradient, that of ${calmest.size} by ${number(calmest.noise.mean)}: ${number(calmest.size / noisiest.size)} times the images divide the noise by ${number(noisiest.noise.mean / calmest.noise.mean)}; the square root of that is ${number(Math.sqrt(calmest.size / noisiest.size))}.`,
        ]
      : []),
    `An epoch has ${list(findings.map((each) => `${grouped(stepsOf(each))} steps (${each.task.batchSize})`))}. After as many epochs at the same rate, batches of ${large.task.batchSize} change the validation accuracy of ${spread(small.validation)} with batches of ${small.task.batchSize} by ${signed(change)}${doubt(change)}. The training accuracy changes by ${signed(fit)}${doubt(fit)}, the validation loss by ${signedNumber(loss)}${doubt(loss)}${
      fit.mean < 0 && !isChance(fit) ? ': fewer steps learn less.' : '.'
    }`,
  ];
}
