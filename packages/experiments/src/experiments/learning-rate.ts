import { lineFigure } from '@atelier/plotting';
import type { Experiment, PlanOptions } from '../experiment.ts';
import { best } from '../presenting/statistics.ts';
import { number, overSeeds, percent, points, spread } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import { type Condition, type Finding, findingOf, meanCurve, trialsOf } from './condition.ts';
import { optimizerAt, trainTask } from './train-task.ts';

const optimizers = [
  ['sgd', 'SGD'],
  ['adam', 'Adam'],
] as const;
const rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

/** Below the best by more than this is no longer right. */
const tolerance = 0.03;

export const learningRate: Experiment = {
  name: 'learning-rate',
  summary: 'SGD and Adam over rates from 1e-5 to 10: too small, right, divergent',
  question: 'What do a learning rate that is too small and one that is too large do, to SGD and to Adam?',
  defaults: { epochs: 10, seeds: 1 },

  plan: (options) =>
    optimizers.flatMap(([name]) =>
      conditions(name, options).flatMap((each) => trialsOf(each, options.seeds)),
    ),

  present(options, results) {
    const byOptimizer = optimizers.map(([name, title]) => ({
      title,
      findings: findings(name, options, results),
    }));
    const [sgd, adam] = byOptimizer.map(({ findings: all }) => widthOf(all));
    const verdicts = byOptimizer.flatMap(({ title, findings: all }) =>
      all.map((finding) => ({ title, finding, verdict: verdictOf(finding, all) })),
    );
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Validation accuracy against the learning rate',
          subtitle: `after ${options.epochs} epochs, one hidden layer of 32 units${overSeeds(options.seeds)}`,
          x: { label: 'learning rate', scale: 'log' },
          y: { label: 'validation accuracy', format: 'percent' },
          series: byOptimizer.map(({ title, findings: all }) => ({
            name: title,
            mark: 'line-and-dots',
            points: all.map(({ validation }, index) => [rates[index]!, validation.mean]),
          })),
        }),
        ...Object.fromEntries(
          byOptimizer.map(({ title, findings: all }) => [
            `${title.toLowerCase()}-curves`,
            lineFigure({
              title: `Training loss of ${title} at each learning rate`,
              subtitle: 'a curve that ends early became infinite',
              x: { label: 'epoch', format: 'integer' },
              y: { label: 'loss', scale: 'log' },
              series: all.flatMap((finding, index) => {
                const curve = meanCurve(finding, 'loss');
                return curve.length === 0 ? [] : [{ name: number(rates[index]!), points: curve }];
              }),
            }),
          ]),
        ),
      },
      table: {
        columns: [
          { label: 'optimizer' },
          { label: 'learning rate', numeric: true },
          { label: 'training loss', numeric: true },
          { label: 'validation accuracy', numeric: true },
          { label: 'verdict' },
        ],
        rows: verdicts.map(({ title, finding, verdict }) => [
          title,
          number(finding.task.optimizer.learningRate),
          number(finding.outcomes[0]!.train.loss),
          spread(finding.validation),
          verdict,
        ]),
      },
      reading: [
        ...byOptimizer.map(({ title, findings: all }) => readingOf(title, all)),
        sgd && adam
          ? `Rates within ${points(tolerance, 0)} of the optimizer's own best span ${decades(sgd)} for SGD and ${decades(adam)} for Adam: ${compare(adam, sgd)}.`
          : '',
      ],
    };
  },
};

function conditions(name: 'sgd' | 'adam', options: PlanOptions): Condition[] {
  return rates.map((rate) => ({
    label: `${name} ${number(rate)}`,
    task: trainTask(options, { optimizer: optimizerAt(name, rate) }),
  }));
}

function findings(name: 'sgd' | 'adam', options: PlanOptions, results: Results): Finding[] {
  return conditions(name, options).map((each) => findingOf(each, options.seeds, results));
}

type Verdict = 'too small' | 'right' | 'too large' | 'divergent';

function verdictOf(finding: Finding, all: readonly Finding[]): Verdict {
  if (finding.diverged) return 'divergent';
  const winner = best(all, ({ validation }) => validation.mean);
  if (finding.validation.mean >= winner.validation.mean - tolerance) return 'right';
  return finding.task.optimizer.learningRate < winner.task.optimizer.learningRate ? 'too small' : 'too large';
}

function readingOf(title: string, all: readonly Finding[]): string {
  const winner = best(all, ({ validation }) => validation.mean);
  const [lowest, highest] = [all[0]!, all.at(-1)!];
  const at = (finding: Finding): string =>
    `${percent(finding.validation.mean)} at ${number(finding.task.optimizer.learningRate)}`;
  const ends = [verdictOf(lowest, all), verdictOf(highest, all)];
  const end = highest.diverged
    ? `at ${number(highest.task.optimizer.learningRate)} its loss became infinite`
    : `ends at ${at(highest)}`;
  return `${title} does best with ${number(winner.task.optimizer.learningRate)} (${spread(winner.validation)} validation accuracy), has only come to ${at(lowest)}, and ${end}${
    ends[0] === 'too small' && ends[1] !== 'right'
      ? ': a small rate is slow, a large one fails.'
      : ': the claim that both ends fail is not supported here.'
  }`;
}

/** The lowest and the highest rate that are right. */
function widthOf(all: readonly Finding[]): [number, number] {
  const right = all
    .filter((finding) => verdictOf(finding, all) === 'right')
    .map(({ task }) => task.optimizer.learningRate);
  return [Math.min(...right), Math.max(...right)];
}

function decades([low, high]: readonly [number, number]): string {
  return low === high ? `${number(low)} alone` : `${number(low)} to ${number(high)}`;
}

function compare(adam: readonly [number, number], sgd: readonly [number, number]): string {
  const [a, s] = [adam[1] / adam[0], sgd[1] / sgd[0]].map((ratio) => Math.round(Math.log10(ratio)));
  if (a === undefined || s === undefined) return '';
  if (a > s) return `Adam is the more robust of the two, by ${powers(a - s)}`;
  return a === s
    ? 'on this grid Adam is no more robust than SGD'
    : `on this grid SGD, not Adam, is the more robust, by ${powers(s - a)}`;
}

function powers(count: number): string {
  return count === 1 ? 'a power of ten' : `${count} powers of ten`;
}
