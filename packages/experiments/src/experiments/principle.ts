import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf } from '../presenting/statistics.ts';
import {
  doubt,
  grouped,
  percent,
  pointsOf,
  signed,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import type { Results } from '../results.ts';
import { findingsOf, trialsOf, type TrainTrial } from './condition.ts';
import { accuracyAxis, bandNote, bandOf, curveOver } from './curves.ts';
import { type Path, path, type Step } from './principle-path.ts';

export const principle: Experiment = {
  name: 'principle',
  summary: 'grow until it overfits, restrain, grow again: each decision from the measured curves',
  question: 'Where does it lead to grow a network until it overfits, to restrain it, and to grow it again?',
  defaults: { epochs: 20, seeds: 3 },
  adaptive: true,

  plan: (options, results) => walk(options, results).trials,
  decisions: (options, results) => walk(options, results).decisions,

  present(options, results) {
    const { end, steps } = walk(options, results);
    if (!end) throw new Error('The path of the principle is not complete');
    const kept = steps.filter((step) => step.kept);
    const step = (_: Step, index: number): number => index + 1;
    return {
      figures: {
        path: lineFigure({
          title: 'Grow, restrain, grow: the networks that were kept',
          subtitle: `hidden units${restraintNote(kept)}; ${sizeOf(options)}`,
          x: { label: 'step', format: 'integer', domain: [0.5, kept.length + 0.5] },
          y: accuracyAxis(
            'accuracy',
            kept.flatMap(({ finding }) => [finding.train, finding.validation]),
          ),
          series: [
            ...curveOver('training', kept, step, ({ finding }) => finding.train),
            ...curveOver(
              'validation',
              kept,
              step,
              ({ finding }) => finding.validation,
              kept.map(({ finding }) => finding.task.hidden.join('-')),
            ),
          ],
        }),
        curves: lineFigure({
          title: 'Validation loss of the networks that were kept',
          subtitle: `${sizeOf(options)}${bandNote(options.seeds)}`,
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'validation loss' },
          series: kept.map(({ finding }) => ({ name: finding.label, ...bandOf(finding, 'valLoss') })),
        }),
      },
      table: {
        columns: [
          { label: 'phase' },
          { label: 'network' },
          ...['parameters', 'training accuracy', 'validation accuracy', 'gap', 'validation loss'].map(
            (label) => ({
              label,
              numeric: true,
            }),
          ),
          { label: 'kept' },
        ],
        rows: steps.map(({ phase, finding, kept: isKept }) => [
          phase,
          finding.label,
          grouped(finding.parameters),
          spread(finding.train),
          spread(finding.validation),
          pointsOf(finding.gap),
          spreadNumber(finding.validationLoss),
          isKept ? 'yes' : 'no',
        ]),
      },
      reading: readingOf(end, steps),
    };
  },
};

function readingOf({ final, alike, preset }: Path, steps: readonly Step[]): string[] {
  const lead = differenceOf(final.test, alike.test);
  const training = differenceOf(alike.test, preset.test);
  const kept = steps.filter((step) => step.kept);
  return [
    `The path ends with ${final.label} (${grouped(final.parameters)} parameters), which has ${spread(final.test, 2)} on the test images after ${final.task.epochs} epochs with a falling rate; mlp-128, trained alike, has ${spread(alike.test, 2)}. The principle leads by ${signed(lead, 2)}${doubt(lead)}.`,
    `mlp-128 with the ${preset.task.epochs} epochs of its preset has ${spread(preset.test, 2)}: more epochs and a falling rate alone change it by ${signed(training, 2)}${doubt(training)}.`,
    `The path tried ${steps.length} networks; the validation accuracy of those that were kept went from ${percent(kept[0]!.finding.validation.mean)} to ${percent(kept.at(-1)!.finding.validation.mean)}. No choice was made on the test images.`,
  ];
}

/** From which step on the networks are restrained, and by what. */
function restraintNote(kept: readonly Step[]): string {
  const first = kept.findIndex(({ phase }) => phase === 'restrain');
  return first < 0 ? '' : `; from step ${first + 1} on with ${remedyOf(kept[first]!.finding.label)}`;
}

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
    const theirs = trialsOf(wanted, options.seeds);
    trials.push(...theirs);
    if (!theirs.every((trial) => results.has(trial))) return { trials, decisions, steps, end: undefined };
    next = way.next(findingsOf(wanted, options.seeds, results));
  }
  return { trials, decisions, steps, end: next.value };
}
