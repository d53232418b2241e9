import { type LineFigure, lineFigure } from '@atelier/plotting';
import { hiddenUnitsOf, type PresetName, presets } from '@atelier/presets/recipe';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance, mean, type Spread, spreadOf } from '../presenting/statistics.ts';
import {
  count,
  doubt,
  grouped,
  pointsOf,
  signedNumber,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { bandNote, bandOf } from './curves.ts';
import { optimizerAt, trainTask } from './train-task.ts';

const names = ['mlp-32', 'mlp-128'] as const satisfies readonly PresetName[];

export const programs: Experiment = {
  name: 'programs',
  summary: 'the tutorial’s two programs, mlp-32 and mlp-128, measured on the test set after each epoch',
  question: 'What do the tutorial’s two programs show, and when does the loss on new images turn?',
  defaults: { epochs: 30, seeds: 3 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const [first, second] = [findings[0]!, findings[1]!];
    const figure = (
      finding: Finding,
      title: string,
      own: 'loss' | 'accuracy',
      onTest: 'testLoss' | 'testAccuracy',
    ): LineFigure =>
      lineFigure({
        title,
        subtitle: `${finding.label}, ${sizeOf({ ...options, epochs: finding.task.epochs })}${bandNote(options.seeds)}`,
        x: { label: 'epoch', format: 'integer' },
        y: own === 'loss' ? { label: 'loss' } : { label: 'accuracy', format: 'percent' },
        series: [
          { name: own === 'loss' ? 'loss' : 'acc', ...bandOf(finding, own) },
          { name: own === 'loss' ? 'val_loss' : 'val_acc', ...bandOf(finding, onTest) },
        ],
      });
    return {
      figures: {
        loss: figure(first, 'Program 1: loss and val_loss', 'loss', 'testLoss'),
        accuracy: figure(first, 'Program 1: acc and val_acc', 'accuracy', 'testAccuracy'),
        'second-loss': figure(second, 'Program 2: loss and val_loss', 'loss', 'testLoss'),
      },
      table: {
        columns: [
          { label: 'program' },
          ...['parameters', 'epochs', 'training accuracy', 'test accuracy', 'gap', 'test loss'].map(
            (label) => ({ label, numeric: true }),
          ),
        ],
        rows: findings.map((finding) => [
          finding.label,
          grouped(finding.parameters),
          finding.task.epochs,
          spread(finding.train),
          spread(finding.test),
          pointsOf(finding.gap),
          spreadNumber(finding.validationLoss),
        ]),
      },
      reading: readingOf(first, second),
    };
  },
};

/** The first for the epochs of the options, the second for a sixth of them: 30 and 5 in the tutorial. */
function conditions(options: PlanOptions): Condition[] {
  const data = { limit: options.limit, validation: { kind: 'none' }, size: null } as const;
  return names.map((name, index) => {
    const { layers, learningRate, batchSize } = presets[name];
    return {
      label: name,
      task: trainTask(options, {
        hidden: hiddenUnitsOf(layers) ?? [],
        optimizer: optimizerAt('adam', learningRate),
        batchSize,
        epochs: index === 0 ? options.epochs : Math.max(1, Math.round(options.epochs / 6)),
        data,
        testEachEpoch: true,
      }),
    };
  });
}

function readingOf(first: Finding, second: Finding): string[] {
  const curve = bandOf(first, 'testLoss').points;
  const [lowest] = best(curve, ([, loss]) => -loss);
  const [rise, fall] = [lateChange(first, 'testLoss'), lateChange(first, 'loss')];
  const turned = rise.mean > 0 && !isChance(rise) && fall.mean < 0;
  const accuracy = differenceOf(second.test, first.test);
  return [
    `mlp-32 has ${spread(first.test)} on the test images after ${count(first.task.epochs, 'epoch')}. Its val_loss is lowest after epoch ${lowest} on average. From the middle third of the epochs to the last it changes by ${signedNumber(rise, 4)}${doubt(rise)}, the loss by ${signedNumber(fall, 4)}: ${
      turned
        ? 'it has turned, and what the network still learns is its own images by heart.'
        : 'no turn is shown.'
    }`,
    `mlp-128 has ${spread(second.test)} after ${count(second.task.epochs, 'epoch')}, ${pointsOf(accuracy)} against mlp-32${doubt(accuracy)}.`,
  ];
}

/**
 * From the middle third of the epochs to the last, seed by seed. The lowest epoch against the end would rise by chance alone:
 * it is the lowest because chance helped.
 */
function lateChange({ outcomes }: Finding, column: 'loss' | 'testLoss'): Spread {
  return spreadOf(
    outcomes.map(({ history }) => {
      const values = history.map((point) => point[column] ?? Number.NaN);
      const third = Math.max(1, Math.floor(values.length / 3));
      return mean(values.slice(-third)) - mean(values.slice(-2 * third, -third));
    }),
  );
}
