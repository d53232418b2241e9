import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf } from '../presenting/statistics.ts';
import { doubt, number, signed, sizeOf, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis, curveOver } from './curves.ts';
import { optimizerAt, trainTask } from './train-task.ts';

const rates = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

export const normalization: Experiment = {
  name: 'normalization',
  summary: 'learning rates from 0.0003 to 0.3, with and without batch normalization',
  question: 'Which learning rates does a network bear with batch normalization, and which without?',
  defaults: { epochs: 3, seeds: 3, limit: 12_000 },

  plan: (options) => trialsOf([...conditions(options, false), ...conditions(options, true)], options.seeds),

  present(options, results) {
    const plain = findingsOf(conditions(options, false), options.seeds, results);
    const normalized = findingsOf(conditions(options, true), options.seeds, results);
    const curve = (name: string, findings: readonly Finding[]) =>
      curveOver(name, findings, rateOf, ({ validation }) => validation);
    return {
      figures: {
        rates: lineFigure({
          title: 'Learning rates with and without batch normalization',
          subtitle: `momentum 0.9, ${sizeOf(options)}`,
          x: { label: 'learning rate', scale: 'log' },
          y: accuracyAxis(
            'validation accuracy',
            [...plain, ...normalized].map(({ validation }) => validation),
          ),
          series: [...curve('without', plain), ...curve('with batch normalization', normalized)],
        }),
      },
      table: {
        columns: [
          { label: 'learning rate', numeric: true },
          ...['without', 'with batch normalization'].map((label) => ({ label, numeric: true })),
        ],
        rows: rates.map((rate, index) => [number(rate), said(plain[index]!), said(normalized[index]!)]),
      },
      reading: [
        readingOf('Without batch normalization', plain),
        readingOf('With it', normalized),
        ...changesOf(plain, normalized),
      ],
    };
  },
};

function conditions(options: PlanOptions, normalized: boolean): Condition[] {
  const convolution = (filters: number): string =>
    normalized ? `conv ${filters} 3x3 same, norm, relu` : `conv ${filters} 3x3 same`;
  const layers = `${convolution(8)}, pool 2, ${convolution(16)}, pool 2, ${convolution(16)}, global-average, output`;
  return rates.map((rate) => ({
    label: `${number(rate)}, ${normalized ? 'normalized' : 'plain'}`,
    task: trainTask(options, { hidden: [], layers, optimizer: optimizerAt('momentum', rate) }),
  }));
}

function rateOf({ task }: Condition): number {
  return task.optimizer.learningRate;
}

function said({ diverged, validation }: Finding): string {
  return diverged ? 'diverged' : spread(validation);
}

/** What it changes at the lowest rate and at the highest, where both have a result. */
function changesOf(plain: readonly Finding[], normalized: readonly Finding[]): string[] {
  const changes = [0, rates.length - 1].flatMap((index) => {
    const [without, withIt] = [plain[index]!, normalized[index]!];
    if (without.diverged || withIt.diverged) return [];
    const change = differenceOf(withIt.validation, without.validation);
    return [`at ${number(rates[index]!)} by ${signed(change)}${doubt(change)}`];
  });
  return changes.length === 0 ? [] : [`Batch normalization changes the accuracy ${changes.join('; ')}.`];
}

/** The best rate, and those at most five points below it. */
function readingOf(subject: string, findings: readonly Finding[]): string {
  const usable = findings.filter(({ diverged }) => !diverged);
  const winner = best(findings, ({ diverged, validation }) => (diverged ? Number.NaN : validation.mean));
  const near = usable
    .filter(({ validation }) => validation.mean >= winner.validation.mean - 0.05)
    .map(rateOf);
  const [least, most] = [near[0] ?? rateOf(winner), near.at(-1) ?? rateOf(winner)];
  const broken = findings.length - usable.length;
  return `${subject} the best rate is ${number(rateOf(winner))} with ${spread(winner.validation)} on new images; rates from ${number(least)} to ${number(most)} come within five points of it${
    broken > 0 ? `, and ${broken} of ${findings.length} rates diverge with one of the seeds` : ''
  }.`;
}
