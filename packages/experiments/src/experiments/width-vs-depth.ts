import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf, isChance, type Spread, spreadOf } from '../presenting/statistics.ts';
import { count, doubt, grouped, list, percent, signed, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis, curveOver } from './curves.ts';
import { trainingCount, trainTask } from './train-task.ts';

const widths = [8, 16, 32, 64, 128, 256];
const depths = [1, 2, 3, 4];
/** Few enough that there is room above one layer of them: 32 units learn nearly all labels by heart already. */
const unitsOfDeep = 16;
/** Few enough that networks of these sizes can learn them by heart, or just cannot. */
const images = 2000;
/** From this training accuracy on, nothing is left by which networks could differ. */
const fitted = 0.99;

const labellings = [
  { words: 'true labels', suffix: '', labels: undefined },
  { words: 'shuffled labels', suffix: ', shuffled', labels: 'shuffled' },
] as const;
type Labelling = (typeof labellings)[number];

export const widthVsDepth: Experiment = {
  name: 'width-vs-depth',
  summary:
    'what can be fitted to the end, true labels and shuffled ones: one layer of 8 to 256, 1 to 4 of 16',
  question: 'Do more layers raise the capacity more than more units, parameter for parameter?',
  defaults: { epochs: 300, seeds: 3 },

  plan: (options) =>
    labellings.flatMap((labelling) =>
      trialsOf([...wide(options, labelling), ...deep(options, labelling)], options.seeds),
    ),

  present(options, results) {
    const [fit, memorized] = labellings.map((labelling) => ({
      ...labelling,
      wider: findingsOf(wide(options, labelling), options.seeds, results),
      deeper: findingsOf(deep(options, labelling), options.seeds, results),
    }));
    const [known, shuffled] = [fit!, memorized!];
    const figure = (title: string, { wider, deeper }: typeof known, pick: (finding: Finding) => Spread) =>
      lineFigure({
        title,
        subtitle: `${grouped(fewImages(options))} images, ${count(options.epochs, 'epoch')}, ${count(options.seeds, 'seed')}`,
        x: { label: 'parameters', scale: 'log' },
        y: accuracyAxis(
          pick === validationOf ? 'validation accuracy' : 'training accuracy',
          [...wider, ...deeper].map(pick),
        ),
        series: [
          ...curveOver(
            'one layer, wider',
            wider,
            parametersOf,
            pick,
            wider.map(({ task }) => task.hidden.join()),
          ),
          ...curveOver(
            `layers of ${unitsOfDeep}, deeper`,
            deeper,
            parametersOf,
            pick,
            // Four networks of nearly as many parameters have room for one label.
            deeper.map((each, index) =>
              index === deeper.length - 1 ? shapeOf(each).replaceAll(' ', '') : '',
            ),
          ),
        ],
      });
    return {
      figures: {
        shuffled: figure('Capacity: how much can be learnt by heart', shuffled, trainOf),
        training: figure('How well true labels are fitted', known, trainOf),
        validation: figure('What is left of it on new images', known, validationOf),
      },
      table: {
        columns: [
          { label: 'hidden layers' },
          ...['parameters', 'shuffled labels, training', 'true labels, training', 'validation accuracy'].map(
            (label) => ({ label, numeric: true }),
          ),
        ],
        rows: (['wider', 'deeper'] as const).flatMap((group) =>
          known[group].map((finding, index) => [
            finding.label,
            grouped(finding.parameters),
            spread(shuffled[group][index]!.train),
            spread(finding.train),
            spread(finding.validation),
          ]),
        ),
      },
      reading: [
        widthReading(shuffled.wider),
        depthReading('shuffled labels', shuffled),
        depthReading('true labels', known),
        newImages(known),
      ],
    };
  },
};

/** `1 × 32` */
const shapeOf = ({ label }: Finding): string => label.split(',')[0]!;
const trainOf = ({ train }: Finding): Spread => train;
const validationOf = ({ validation }: Finding): Spread => validation;
const parametersOf = ({ parameters }: Finding): number => parameters;

function fewImages(options: PlanOptions): number {
  return Math.min(images, trainingCount(options));
}

function taskOf(options: PlanOptions, hidden: readonly number[], { labels }: Labelling): Condition['task'] {
  const { data, ...others } = trainTask(options, { hidden });
  return { ...others, data: { ...data, size: fewImages(options), ...(labels && { labels }) } };
}

function wide(options: PlanOptions, labelling: Labelling): Condition[] {
  return widths.map((units) => ({
    label: `1 × ${units}${labelling.suffix}`,
    task: taskOf(options, [units], labelling),
  }));
}

function deep(options: PlanOptions, labelling: Labelling): Condition[] {
  return depths.map((layers) => ({
    label: `${layers} × ${unitsOfDeep}${labelling.suffix}`,
    task: taskOf(
      options,
      Array.from({ length: layers }, () => unitsOfDeep),
      labelling,
    ),
  }));
}

interface Families {
  readonly wider: readonly Finding[];
  readonly deeper: readonly Finding[];
}

/** "More units alone help little": twice the units, from each width to the next, on labels that can only be learnt by heart. */
function widthReading(wider: readonly Finding[]): string {
  const steps = wider.slice(1).map((finding, index) => ({
    from: wider[index]!,
    to: finding,
    gain: differenceOf(finding.train, wider[index]!.train),
  }));
  const [first, last] = [wider[0]!, wider.at(-1)!];
  const gain = differenceOf(last.train, first.train);
  return `More units, shuffled labels: ${list(steps.map(({ from, to, gain: step }) => `${shapeOf(from)} to ${shapeOf(to)} ${signed(step)}`))}. From ${shapeOf(first)} to ${shapeOf(last)} that is ${signed(gain)}${doubt(gain)}: ${
    isChance(gain) || gain.mean < 0.05
      ? 'that units alone help little is supported here.'
      : 'that units alone help little is not supported: units alone raise the capacity.'
  }`;
}

/** "More layers help much": against one layer of as many parameters. */
function depthReading(words: string, { wider, deeper }: Families): string {
  const [base, ...others] = deeper;
  if (deeper.every(({ train }) => train.mean >= fitted))
    return `More layers, ${words}: one layer of ${unitsOfDeep} fits ${percent(base!.train.mean)} already, and nothing is left to gain: these labels cannot tell layers from units.`;
  const leads = others.map((finding) =>
    differenceOf(finding.train, fitOfOneLayer(wider, finding.parameters)),
  );
  const all = spreadOf(
    (base?.train.values ?? []).map(
      (_, seed) => leads.reduce((sum, lead) => sum + (lead.values[seed] ?? 0), 0) / leads.length,
    ),
  );
  return `More layers, ${words}, against one layer of as many parameters (interpolated): ${list(others.map((each, index) => `${signed(leads[index]!)} (${shapeOf(each)})`))}, on average ${signed(all)}${doubt(all)}: that layers raise the capacity more than units is ${
    isChance(all) || all.mean < 0 ? 'not supported here.' : 'supported here.'
  }`;
}

function newImages({ wider, deeper }: Families): string {
  const ranked = [...wider, ...deeper].toSorted((a, b) => b.validation.mean - a.validation.mean);
  const [first, deepest] = [ranked[0]!, deeper.at(-1)!];
  const lead = differenceOf(first.validation, deepest.validation);
  return `On new images, with true labels, the best is ${first.label} (${percent(first.validation.mean)}); ${deepest.label} has ${percent(deepest.validation.mean)}${first === deepest ? '' : `, ${signed(lead)} between them${doubt(lead)}`}.`;
}

/** The training accuracy of one layer with this number of parameters, interpolated between measured ones seed by seed. */
function fitOfOneLayer(wider: readonly Finding[], parameters: number): Spread {
  const above = Math.max(
    1,
    wider.findIndex((finding) => finding.parameters >= parameters),
  );
  const [low, high] = [wider[above - 1]!, wider[above]!];
  const share = Math.log(parameters / low.parameters) / Math.log(high.parameters / low.parameters);
  return spreadOf(
    low.train.values.map((value, seed) => value + share * ((high.train.values[seed] ?? value) - value)),
  );
}
