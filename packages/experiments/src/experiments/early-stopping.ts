import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance, mean, type Spread, spreadOf } from '../presenting/statistics.ts';
import {
  count,
  doubt,
  pointsOf,
  signed,
  signedNumber,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import type { EpochPoint, TrainOutcome } from '../tasks/train.ts';
import { type Condition, type Finding, findingOf, trialsOf } from './condition.ts';
import { bandNote, bandOf } from './curves.ts';
import { trainTask } from './train-task.ts';

const hidden = [128];

/** How the epoch is chosen whose weights are kept. */
const choices: readonly { readonly label: string; readonly score: (point: EpochPoint) => number }[] = [
  { label: 'the last', score: ({ epoch }) => epoch },
  { label: 'lowest validation loss', score: ({ valLoss }) => -(valLoss ?? Number.NaN) },
  { label: 'highest validation accuracy', score: ({ valAccuracy }) => valAccuracy ?? Number.NaN },
  { label: 'highest test accuracy', score: ({ testAccuracy }) => testAccuracy ?? Number.NaN },
];

export const earlyStopping: Experiment = {
  name: 'early-stopping',
  summary: 'which epoch to keep: by the validation images, or, as one must not, by the test images',
  question: 'What does it gain to stop early, and what does it feign to choose on the test images?',
  defaults: { epochs: 30, seeds: 5 },

  plan: (options) => trialsOf([condition(options)], options.seeds),

  present(options, results) {
    const finding = findingOf(condition(options), options.seeds, results);
    const chosen = choices.map(({ label, score }) => chosenBy(label, score, finding));
    const [last, byLoss, byValidation, byTest] = chosen;
    return {
      figures: {
        loss: lineFigure({
          title: 'Loss, epoch by epoch',
          subtitle: `${hidden.join()} units, ${sizeOf(options)}${bandNote(options.seeds)}`,
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'loss' },
          series: [
            { name: 'training', ...bandOf(finding, 'loss') },
            { name: 'validation', ...bandOf(finding, 'valLoss') },
            { name: 'test', ...bandOf(finding, 'testLoss') },
          ],
          rules: [
            {
              axis: 'x',
              value: mean(byLoss!.epochs),
              label: 'lowest validation loss',
            },
          ],
        }),
      },
      table: {
        columns: [
          { label: 'epoch that is kept' },
          ...['epoch', 'validation accuracy', 'test accuracy', 'test loss'].map((label) => ({
            label,
            numeric: true,
          })),
        ],
        rows: chosen.map(({ label, epochs, validation, test, testLoss }) => [
          label,
          mean(epochs).toFixed(1),
          spread(validation, 2),
          spread(test, 2),
          spreadNumber(testLoss),
        ]),
      },
      reading: readingOf(last!, byLoss!, byValidation!, byTest!),
    };
  },
};

function condition(options: PlanOptions): Condition {
  return { label: 'one layer', task: { ...trainTask(options, { hidden }), testEachEpoch: true } };
}

interface Chosen {
  readonly label: string;
  /** Of each seed. */
  readonly epochs: readonly number[];
  readonly validation: Spread;
  readonly test: Spread;
  readonly testLoss: Spread;
}

function chosenBy(label: string, score: (point: EpochPoint) => number, { outcomes }: Finding): Chosen {
  const points = outcomes.map(({ history }: TrainOutcome) => best(history, score));
  const over = (pick: (point: EpochPoint) => number | undefined): Spread =>
    spreadOf(points.map((point) => pick(point) ?? Number.NaN));
  return {
    label,
    epochs: points.map(({ epoch }) => epoch),
    validation: over(({ valAccuracy }) => valAccuracy),
    test: over(({ testAccuracy }) => testAccuracy),
    testLoss: over(({ testLoss }) => testLoss),
  };
}

function readingOf(last: Chosen, byLoss: Chosen, byValidation: Chosen, byTest: Chosen): string[] {
  const relief = differenceOf(byLoss.testLoss, last.testLoss);
  const gain = differenceOf(byLoss.test, last.test);
  const onTest = differenceOf(byTest.test, byValidation.test);
  const onValidation = differenceOf(byValidation.validation, byTest.validation);
  // Each set, as the one that chooses, against itself when the other chooses: that one set is easier cancels out.
  const feigned = spreadOf(onTest.values.map((value, seed) => (value + onValidation.values[seed]!) / 2));
  return [
    `The validation loss is lowest after ${mean(byLoss.epochs).toFixed(1)} epochs on average, of ${count(mean(last.epochs), 'epoch')}. Keeping those weights changes the test loss by ${signedNumber(relief)}${doubt(relief)} and the test accuracy by ${signed(gain, 2)}${doubt(gain)}.`,
    `The epoch that the test images choose scores ${spread(byTest.test, 2)} on them; the one that the validation images choose, ${spread(byValidation.test, 2)}. On the set that chooses, an epoch looks better than on one that does not by ${pointsOf(feigned, 2)}${doubt(feigned)}${
      isChance(feigned) ? '.' : ': a gain that is not there on new images.'
    }`,
  ];
}
