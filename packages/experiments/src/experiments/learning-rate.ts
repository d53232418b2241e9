import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance } from '../presenting/statistics.ts';
import { count, list, number, percent, points, sizeOf, spread, spreadNumber } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { bandNote, bandOf, curveOver } from './curves.ts';
import { optimizerAt, trainTask } from './train-task.ts';

const optimizers = [
  ['sgd', 'SGD'],
  ['adam', 'Adam'],
] as const;
const rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

/** A rate worse than the best by more than this is not right. */
const tolerance = 0.03;
/** A second tolerance, since which optimizer is more robust may depend on it. */
const wideTolerance = 0.1;

export const learningRate: Experiment = {
  name: 'learning-rate',
  summary: 'SGD and Adam over rates from 1e-5 to 10: too small, right, divergent',
  question: 'What do a learning rate that is too small and one that is too large do, to SGD and to Adam?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => optimizers.flatMap(([name]) => trialsOf(conditions(name, options), options.seeds)),

  present(options, results) {
    const byOptimizer = optimizers.map(([name, title]) => ({
      title,
      findings: findings(name, options, results),
    }));
    const verdicts = byOptimizer.flatMap(({ title, findings: all }) =>
      all.map((finding) => ({ title, finding, verdict: verdictOf(finding, all) })),
    );
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Validation accuracy against the learning rate',
          subtitle: `one hidden layer of 32 units, ${sizeOf(options)}`,
          x: { label: 'learning rate', scale: 'log', ticks: rates },
          y: { label: 'validation accuracy', format: 'percent' },
          series: byOptimizer.flatMap(({ title, findings: all }) =>
            curveOver(
              title,
              all,
              (_, index) => rates[index]!,
              ({ validation }) => validation,
            ),
          ),
        }),
        ...Object.fromEntries(
          byOptimizer.map(({ title, findings: all }) => [
            `${title.toLowerCase()}-curves`,
            lineFigure({
              title: `Training loss of ${title} at each learning rate`,
              subtitle: captionOf(all, options),
              colours: 'ordered',
              x: { label: 'epoch', format: 'integer' },
              y: { label: 'loss', scale: 'log' },
              series: all.flatMap((finding, index) => {
                const curve = bandOf(finding, 'loss');
                return curve.points.length === 0 ? [] : [{ name: number(rates[index]!), ...curve }];
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
          spreadNumber(finding.trainLoss),
          spread(finding.validation),
          verdict,
        ]),
      },
      reading: [
        ...byOptimizer.map(({ title, findings: all }) => readingOf(title, all)),
        robustness(byOptimizer[0]!.findings, byOptimizer[1]!.findings),
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
  return findingsOf(conditions(name, options), options.seeds, results);
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
  const begin = ends[0] === 'too small' ? 'has only come to' : 'has';
  const end = highest.diverged
    ? `at ${number(highest.task.optimizer.learningRate)} its loss became infinite`
    : `ends at ${at(highest)}`;
  const alike = all.filter(
    (each) => each !== winner && isChance(differenceOf(winner.validation, each.validation)),
  );
  const unsure =
    alike.length === 0
      ? ''
      : `; ${list(alike.map(({ task }) => number(task.optimizer.learningRate)))} cannot be told apart from it`;
  return `${title} does best with ${number(winner.task.optimizer.learningRate)} (${spread(winner.validation)} validation accuracy${unsure}), ${begin} ${at(lowest)}, and ${end}${
    ends[0] === 'too small' && ends[1] !== 'right'
      ? ': a small rate is slow, a large one fails.'
      : ': the claim that both ends fail is not supported here.'
  }`;
}

/** What is drawn: which curves end early, and what the bands are. */
function captionOf(all: readonly Finding[], options: PlanOptions): string {
  const short = all.filter((finding) => bandOf(finding, 'loss').points.length < options.epochs);
  const ends = short.map(({ task }) => number(task.optimizer.learningRate));
  return `${sizeOf(options)}${bandNote(options.seeds)}${
    ends.length === 0 ? '' : `; at ${list(ends)} a seed's loss became infinite`
  }`;
}

function robustness(sgd: readonly Finding[], adam: readonly Finding[]): string {
  const [strict, wide] = [tolerance, wideTolerance].map((within) => {
    const leadBy = (score: Score): number =>
      powersIn(widthOf(adam, within, score)) - powersIn(widthOf(sgd, within, score));
    const seeds = sgd[0]!.validation.values.map((_, seed) =>
      leadBy(({ validation }) => validation.values[seed] ?? Number.NaN),
    );
    const [s, a] = [widthOf(sgd, within, meanOf), widthOf(adam, within, meanOf)];
    return {
      text: `${decades(s)} for SGD and ${decades(a)} for Adam`,
      lead: leadBy(meanOf),
      ahead: `${seeds.filter((lead) => lead > 0).length} of ${count(seeds.length, 'seed')}`,
    };
  });
  return `Rates within ${points(tolerance, 0)} of the optimizer's own best span ${strict!.text}, within ${points(wideTolerance, 0)} ${wide!.text}: ${
    strict!.lead === wide!.lead
      ? `on this grid ${compare(strict!.lead)}`
      : `by the first measure ${compare(strict!.lead)}, by the second ${compare(wide!.lead)}`
  }. Taken alone, ${strict!.ahead} would call Adam the more robust by the first measure, ${wide!.ahead} by the second.`;
}

type Score = (finding: Finding) => number;
const meanOf: Score = ({ validation }) => validation.mean;

/** The lowest and the highest rate of the interval around the best that stays within a tolerance of it. */
function widthOf(all: readonly Finding[], within: number, score: Score): [number, number] {
  const winner = best(all, score);
  const right = (finding: Finding): boolean => !finding.diverged && score(finding) >= score(winner) - within;
  let low = all.indexOf(winner);
  let high = low;
  while (low > 0 && right(all[low - 1]!)) low--;
  while (high < all.length - 1 && right(all[high + 1]!)) high++;
  return [all[low]!.task.optimizer.learningRate, all[high]!.task.optimizer.learningRate];
}

function decades([low, high]: readonly [number, number]): string {
  return low === high ? `${number(low)} alone` : `${number(low)} to ${number(high)}`;
}

function powersIn([low, high]: readonly [number, number]): number {
  return Math.round(Math.log10(high / low));
}

/** `lead` is in powers of ten. */
function compare(lead: number): string {
  if (lead > 0) return `Adam is the more robust, by ${powers(lead)}`;
  return lead === 0
    ? 'Adam is no more robust than SGD'
    : `SGD, not Adam, is the more robust, by ${powers(-lead)}`;
}

function powers(exponent: number): string {
  return exponent === 1 ? 'a power of ten' : `${exponent} powers of ten`;
}
