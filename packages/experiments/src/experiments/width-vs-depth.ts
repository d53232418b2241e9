import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { mean } from '../presenting/statistics.ts';
import { grouped, list, percent, points, signed, spread, withRange } from '../presenting/words.ts';
import {
  type Condition,
  curveOver,
  doubtOf,
  type Finding,
  findingOf,
  type Spread,
  trialsOf,
} from './condition.ts';
import { trainTask } from './train-task.ts';

const widths = [8, 16, 32, 64, 128, 256, 512];
const depths = [1, 2, 3, 4, 5];
const unitsOfDeep = 64;

export const widthVsDepth: Experiment = {
  name: 'width-vs-depth',
  summary: 'one layer of 8 to 512 units against 1 to 5 layers of 64',
  question: 'Do more layers raise the capacity more than more units, parameter for parameter?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => [...wide(options), ...deep(options)].flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const find = (each: Condition): Finding => findingOf(each, options.seeds, results);
    const groups = [
      { name: 'one layer, wider', findings: wide(options).map(find) },
      { name: 'layers of 64, deeper', findings: deep(options).map(find) },
    ];
    const figure = (title: string, axis: string, pick: (finding: Finding) => Spread) =>
      lineFigure({
        title,
        subtitle: `after ${options.epochs} epochs${withRange(options.seeds)}`,
        x: { label: 'parameters', scale: 'log' },
        y: { label: axis, format: 'percent' },
        series: groups.map(({ name, findings }) => ({
          ...curveOver(name, findings, ({ parameters }) => parameters, pick),
          // Five networks of nearly as many parameters have room for one label.
          pointLabels: findings.map(({ task, label }, index) =>
            name === groups[0]?.name
              ? task.hidden.join()
              : index === findings.length - 1
                ? label.replaceAll(' ', '')
                : '',
          ),
        })),
      });
    return {
      figures: {
        training: figure(
          'Capacity: how well the training images are fitted',
          'training accuracy',
          ({ train }) => train,
        ),
        validation: figure(
          'What is left of it on new images',
          'validation accuracy',
          ({ validation }) => validation,
        ),
      },
      table: {
        columns: [
          { label: 'hidden layers' },
          ...['parameters', 'training accuracy', 'validation accuracy', 'gap'].map((label) => ({
            label,
            numeric: true,
          })),
        ],
        rows: groups.flatMap(({ findings }) =>
          findings.map(({ label, parameters, train, validation, gap }) => [
            label,
            grouped(parameters),
            spread(train),
            spread(validation),
            points(gap.mean),
          ]),
        ),
      },
      reading: readingOf(groups[0]!.findings, groups[1]!.findings, options.seeds),
    };
  },
};

function wide(options: PlanOptions): Condition[] {
  return widths.map((units) => ({ label: `1 × ${units}`, task: trainTask(options, { hidden: [units] }) }));
}

function deep(options: PlanOptions): Condition[] {
  return depths.map((layers) => ({
    label: `${layers} × ${unitsOfDeep}`,
    task: trainTask(options, { hidden: Array.from({ length: layers }, () => unitsOfDeep) }),
  }));
}

function readingOf(wider: readonly Finding[], deeper: readonly Finding[], seeds: number): string[] {
  const [base, ...others] = deeper;
  const deepest = others.at(-1)!;
  const leads = others.map((finding) => finding.train.mean - fitOfOneLayer(wider, finding.parameters));
  const lead = mean(leads);
  const doubt =
    seeds === 1
      ? doubtOf(base!)
      : 2 * Math.sqrt(mean(others.map(({ train }) => train.deviation ** 2)) / seeds);
  const [bestOfAll] = [...wider, ...deeper].toSorted((a, b) => b.validation.mean - a.validation.mean);
  return [
    `From one layer of ${unitsOfDeep} (training accuracy ${percent(base!.train.mean)}), ${others.length} more layers add ${grouped(deepest.parameters - base!.parameters)} parameters. Against one layer of as many parameters, interpolated, the training accuracy differs by ${list(others.map(({ label }, index) => `${signed(leads[index]!)} (${label})`))}.`,
    `Parameter for parameter that is ${signed(lead)} on average: ${
      lead > doubt
        ? 'depth fits the training images better, as claimed'
        : `${Math.abs(lead) <= doubt ? 'a difference that another seed could reverse, so ' : ''}the claim that depth fits the training images better is not supported here`
    }; the best on new images is ${bestOfAll!.label} (${percent(bestOfAll!.validation.mean)}), and ${deepest.label} has ${percent(deepest.validation.mean)} there.`,
  ];
}

/** The training accuracy of one layer with this number of parameters, interpolated between measured ones (see the figure). */
function fitOfOneLayer(wider: readonly Finding[], parameters: number): number {
  const above = Math.max(
    1,
    wider.findIndex((finding) => finding.parameters >= parameters),
  );
  const [low, high] = [wider[above - 1]!, wider[above]!];
  const share = Math.log(parameters / low.parameters) / Math.log(high.parameters / low.parameters);
  return low.train.mean + share * (high.train.mean - low.train.mean);
}
