import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { mean, spreadOf } from '../presenting/statistics.ts';
import { count, grouped, number, percent, spread, spreadNumber } from '../presenting/words.ts';
import type { GradientsTask } from '../tasks/gradients.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { type Condition, findingOf, trialsOf } from './condition.ts';
import { bandNote, bandOf } from './curves.ts';
import { trainTask } from './train-task.ts';

const hidden = [32];
const batch = 32;
const images = 1024;
/** A batch that is learnt by heart. */
const learnt = 0.99;

export const firstChecks: Experiment = {
  name: 'first-checks',
  summary: 'the loss before training, which is ln K, and one batch that must be learnt by heart',
  question: 'What must be true of a training program before it is worth a long run?',
  // One step per epoch: the data is one batch.
  defaults: { epochs: 200, seeds: 5 },

  plan: (options) => [...initialTrials(options), ...trialsOf([oneBatch(options)], options.seeds)],

  present(options, results) {
    const initial = spreadOf(initialTrials(options).map((trial) => results.outcome<'gradients'>(trial).loss));
    const finding = findingOf(oneBatch(options), options.seeds, results);
    const expected = Math.log(options.classes);
    return {
      figures: {
        batch: lineFigure({
          title: 'One batch, learnt by heart',
          subtitle: `${grouped(finding.outcomes[0]!.samples)} images, ${hidden.join()} hidden units, ${count(options.seeds, 'seed')}${bandNote(options.seeds)}`,
          x: { label: 'step' },
          y: { label: 'loss', scale: 'log' },
          series: [{ name: 'loss', ...bandOf(finding, 'loss') }],
          rules: [{ axis: 'y', value: expected, label: `ln ${options.classes}` }],
        }),
      },
      table: {
        columns: [{ label: 'check' }, ...['expected', 'found'].map((label) => ({ label, numeric: true }))],
        rows: [
          ['loss before training', expected.toFixed(3), spreadNumber(initial)],
          ['training accuracy of one batch', percent(1), spread(finding.train)],
          ['training loss of one batch', '0.000', spreadNumber(finding.trainLoss)],
        ],
      },
      reading: [
        `Before training the loss is ${spreadNumber(initial)} where ln ${options.classes} = ${expected.toFixed(3)}: ${
          Math.abs(initial.mean - expected) < 0.5
            ? 'close to that of a network that knows nothing.'
            : `off by ${number(Math.abs(initial.mean - expected))}, which asks for a look at the initial weights and the scale of the pixels.`
        }`,
        `After ${count(options.epochs, 'step')} on one batch of ${grouped(finding.outcomes[0]!.samples)} the training accuracy is ${spread(finding.train)}, the loss ${spreadNumber(finding.trainLoss)}: ${
          mean(finding.train.values) >= learnt
            ? 'the network learns the batch by heart, so loss, gradient and update work together.'
            : 'it does not learn the batch by heart: something is wrong, or more steps are needed.'
        }`,
      ],
    };
  },
};

type InitialTrial = Trial & { readonly task: GradientsTask };

function initialTrials({ limit, seeds }: PlanOptions): InitialTrial[] {
  const some = Math.min(images, limit);
  const task: GradientsTask = {
    kind: 'gradients',
    hidden,
    activation: 'relu',
    images: some,
    batch: some,
    epochs: 0,
  };
  return withSeeds('before training', task, seeds).map((trial) => ({ ...trial, task }));
}

function oneBatch(options: PlanOptions): Condition {
  return {
    label: 'one batch',
    task: trainTask(options, {
      hidden,
      batchSize: batch,
      data: { limit: Math.min(batch, options.limit), validation: { kind: 'none' }, size: null },
    }),
  };
}
