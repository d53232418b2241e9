import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { grouped, overSeeds, percent, points, spread } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import { findingOf, meanCurve, trialsOf, type TrainTrial } from './condition.ts';
import { type Path, path, type Step } from './principle-path.ts';

export const principle: Experiment = {
  name: 'principle',
  summary: 'grow until it overfits, restrain, grow again: each decision from the measured curves',
  question: 'Where does it lead to grow a network until it overfits, to restrain it, and to grow it again?',
  defaults: { epochs: 20, seeds: 1 },
  adaptive: true,

  plan: (options, results) => walk(options, results).trials,
  decisions: (options, results) => walk(options, results).decisions,

  present(options, results) {
    const { end, steps } = walk(options, results);
    if (!end) throw new Error('The path of the principle is not complete');
    const kept = steps.filter((step) => step.kept);
    const { final, baseline } = end;
    return {
      figures: {
        path: lineFigure({
          title: 'Grow, restrain, grow: the networks that were kept',
          subtitle: `hidden units; from step ${kept.findIndex(({ phase }) => phase === 'restrain') + 1} on restrained by ${remedyOf(final.label)}${overSeeds(options.seeds)}`,
          x: { label: 'step', format: 'integer', domain: [0.5, kept.length + 0.5] },
          y: { label: 'accuracy', format: 'percent' },
          series: [
            {
              name: 'training',
              mark: 'line-and-dots',
              points: kept.map(({ finding }, index) => [index + 1, finding.train.mean]),
            },
            {
              name: 'validation',
              mark: 'line-and-dots',
              points: kept.map(({ finding }, index) => [index + 1, finding.validation.mean]),
              pointLabels: kept.map(({ finding }) => finding.task.hidden.join('-')),
            },
          ],
        }),
        curves: lineFigure({
          title: 'Validation loss of the networks that were kept',
          subtitle: 'a curve that turns up again overfits',
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'validation loss' },
          series: kept.map(({ finding }) => ({ name: finding.label, points: meanCurve(finding, 'valLoss') })),
        }),
      },
      table: {
        columns: [
          { label: 'phase' },
          { label: 'network' },
          ...['parameters', 'training accuracy', 'validation accuracy', 'gap'].map((label) => ({
            label,
            numeric: true,
          })),
          { label: 'kept' },
        ],
        rows: steps.map(({ phase, finding, kept: isKept }) => [
          phase,
          finding.label,
          grouped(finding.parameters),
          spread(finding.train),
          spread(finding.validation),
          points(finding.gap.mean),
          isKept ? 'yes' : 'no',
        ]),
      },
      reading: [
        `The path ends with ${final.label} (${grouped(final.parameters)} parameters), which has ${spread(final.test)} on the test images after ${final.task.epochs} epochs with a falling rate; mlp-128 has ${spread(baseline.test)} after the ${baseline.task.epochs} of its preset: ${
          final.test.mean > baseline.test.mean
            ? `the principle leads ${points(final.test.mean - baseline.test.mean)} beyond it.`
            : 'the principle does not lead beyond it.'
        }`,
        `It took ${steps.length} networks; the validation accuracy of those that were kept went from ${percent(kept[0]!.finding.validation.mean)} to ${percent(kept.at(-1)!.finding.validation.mean)}, and no choice was made on the test images.`,
      ],
    };
  },
};

/** `dropout 0.2` of `512-256, dropout 0.2`. */
function remedyOf(label: string): string {
  return label.split(', ').slice(1).join(', ');
}

interface Walk {
  readonly trials: readonly TrainTrial[];
  readonly decisions: readonly string[];
  readonly steps: readonly Step[];
  /** The final networks, when the path is complete. */
  readonly end: Path | undefined;
}

/** Replays the path as far as the results reach. */
function walk(options: PlanOptions, results: Results): Walk {
  const trials: TrainTrial[] = [];
  const decisions: string[] = [];
  const steps: Step[] = [];
  const way = path(options, {
    decide: (text) => decisions.push(text),
    take: (...taken) => steps.push(...taken),
  });
  let next = way.next();
  while (next.done !== true) {
    const wanted = next.value;
    const theirs = wanted.flatMap((condition) => trialsOf(condition, options.seeds));
    trials.push(...theirs);
    if (!theirs.every((trial) => results.has(trial))) return { trials, decisions, steps, end: undefined };
    next = way.next(wanted.map((condition) => findingOf(condition, options.seeds, results)));
  }
  return { trials, decisions, steps, end: next.value };
}
