import { lineFigure } from '@atelier/plotting';
import type { Experiment, PlanOptions } from '../experiment.ts';
import { grouped, overSeeds, percent, points, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingOf, type Spread, trialsOf } from './condition.ts';
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
        subtitle: `after ${options.epochs} epochs${overSeeds(options.seeds)}`,
        x: { label: 'parameters', scale: 'log' },
        y: { label: axis, format: 'percent' },
        series: groups.map(({ name, findings }) => ({
          name,
          mark: 'line-and-dots',
          points: findings.map((finding) => [finding.parameters, pick(finding).mean]),
          // Five networks of nearly as many parameters have room for one label.
          pointLabels: findings.map(({ task, label }, index) =>
            name === groups[0]?.name ? task.hidden.join() : index === findings.length - 1 ? label : '',
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
      reading: readingOf(groups[0]!.findings, groups[1]!.findings),
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

function readingOf(wider: readonly Finding[], deeper: readonly Finding[]): string[] {
  const base = deeper[0]!;
  const deepest = deeper.at(-1)!;
  const doubled = wider[widths.indexOf(2 * unitsOfDeep)]!;
  const gain = (finding: Finding): number => finding.train.mean - base.train.mean;
  const cost = (finding: Finding): number => finding.parameters - base.parameters;
  const perThousand = (finding: Finding): number => (1000 * gain(finding)) / cost(finding);
  const supported = perThousand(deepest) > perThousand(doubled);
  const compared = `From one layer of ${unitsOfDeep} (training accuracy ${percent(base.train.mean)}), ${deeper.length - 1} more layers add ${grouped(cost(deepest))} parameters and ${points(gain(deepest))}; doubling its units adds ${grouped(cost(doubled))} parameters and ${points(gain(doubled))}.`;
  const [bestOfAll] = [...wider, ...deeper].toSorted((a, b) => b.validation.mean - a.validation.mean);
  return [
    compared,
    `Parameter for parameter, ${supported ? 'depth fits the training images better, as claimed' : 'depth does not fit the training images better: the claim is not supported here'}; the best on new images is ${bestOfAll!.label} (${percent(bestOfAll!.validation.mean)}), and ${deepest.label} has ${percent(deepest.validation.mean)} there, ${doubled.label} ${percent(doubled.validation.mean)}.`,
  ];
}
