import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf, isChance, type Spread, spreadOf } from '../presenting/statistics.ts';
import { grouped, list, pointsOf, signed, sizeOf, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis, curveOver } from './curves.ts';
import { trainTask } from './train-task.ts';

const shifts = [0, 1, 2, 3, 4];

const networks: readonly (readonly [label: string, layers: string])[] = [
  ['two convolutions', 'conv 16 3x3 same, pool 2, conv 32 3x3 same, pool 2, output'],
  ['dense, as many parameters', 'dense 26, output'],
  ['dense, five times as many', 'dense 128, output'],
];

export const convolution: Experiment = {
  name: 'convolution',
  summary:
    'convolutions against dense layers of as many parameters, also on test images moved by 1 to 4 pixels',
  question: 'What does a network gain by sharing its weights over the picture?',
  defaults: { epochs: 6, seeds: 3 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    return {
      figures: {
        shifts: lineFigure({
          title: 'Test images moved to the right',
          subtitle: `trained on images as they are, ${sizeOf(options)}`,
          x: { label: 'pixels moved', format: 'integer' },
          y: accuracyAxis(
            'test accuracy',
            findings.flatMap((each) => shifts.map((_, at) => movedBy(each, at))),
          ),
          series: findings.flatMap((finding) =>
            curveOver(
              finding.label,
              shifts.map((_, index) => index),
              (index) => shifts[index]!,
              (index) => movedBy(finding, index),
            ),
          ),
        }),
      },
      table: {
        columns: [
          { label: 'network' },
          ...[
            'parameters',
            'validation accuracy',
            ...shifts.slice(1).map((pixels) => `moved by ${pixels}`),
          ].map((label) => ({ label, numeric: true })),
        ],
        rows: findings.map((finding) => [
          finding.label,
          grouped(finding.parameters),
          spread(finding.validation),
          ...shifts.slice(1).map((_, index) => spread(movedBy(finding, index + 1))),
        ]),
      },
      reading: readingOf(findings),
    };
  },
};

function conditions(options: PlanOptions): Condition[] {
  return networks.map(([label, layers]) => ({
    label,
    task: trainTask(options, { hidden: [], layers, shifts }),
  }));
}

/** The accuracy on images moved by one of the shifts. */
function movedBy({ outcomes }: Finding, index: number): Spread {
  return spreadOf(outcomes.map(({ shifted }) => shifted?.[index]?.accuracy ?? Number.NaN));
}

function readingOf([convolved, ...dense]: readonly Finding[]): string[] {
  const [equal, ...larger] = dense;
  if (!convolved || !equal) return [];
  const gain = differenceOf(convolved.validation, equal.validation);
  const cost = (finding: Finding): string =>
    `${finding.label} ${pointsOf(differenceOf(movedBy(finding, 0), movedBy(finding, 2)))}`;
  const others = larger.map(
    ({ parameters, validation }) => `a dense network of ${grouped(parameters)} reaches ${spread(validation)}`,
  );
  return [
    `With ${grouped(convolved.parameters)} parameters, two convolutions reach ${spread(convolved.validation)} on new images, ${signed(gain)} against a dense network of ${grouped(equal.parameters)}${isChance(gain) ? ', a difference that other seeds could make' : ''}; ${list(others)}.`,
    `Moving the test images by two pixels costs ${list([convolved, ...dense].map(cost))}.`,
  ];
}
