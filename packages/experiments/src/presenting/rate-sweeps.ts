import { lineFigure } from '@atelier/plotting';
import type { Presentation } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { spreadOf } from './statistics.ts';
import { count, number } from './words.ts';

/** Weight of the past in the running mean of the loss. */
const memory = 0.95;

/** `[rate, loss]` of each step of a pass with a growing learning rate. */
type Steps = readonly (readonly [rate: number, loss: number])[];

/**
 * What passes with a growing learning rate suggest.
 *
 * @param passes for each title, one of each seed
 */
export function presentSweeps(
  passes: readonly { readonly title: string; readonly runs: readonly Steps[] }[],
  options: Pick<PlanOptions, 'seeds'>,
): Presentation {
  const sweeps = passes.map(({ title, runs }) => ({
    title,
    ...smoothed(runs),
    each: runs.map((steps) => smoothed([steps]).suggested),
  }));
  const ceiling = ceilingOf(sweeps);
  return {
    figures: {
      loss: lineFigure({
        title: 'Loss while the learning rate grows',
        subtitle: `one pass over the training images, running mean of ${count(options.seeds, 'seed')}; the marks are the suggested rates`,
        x: { label: 'learning rate', scale: 'log' },
        y: { label: 'loss', domain: [0, ceiling] },
        series: sweeps.flatMap((sweep) => [
          {
            name: 'loss',
            group: sweep.title,
            // Beyond the ceiling there is a gap, not a straight line.
            points: thinned(sweep).map(
              ([rate, loss]) => [rate, loss <= ceiling ? loss : Number.NaN] as const,
            ),
          },
          {
            name: 'suggested rate',
            group: sweep.title,
            mark: 'line-and-dots' as const,
            points: [[sweep.suggested, lossAt(sweep.curve, sweep.suggested)] as const],
            pointLabels: [number(sweep.suggested)],
          },
        ]),
      }),
    },
    table: {
      columns: [
        { label: 'optimizer' },
        ...['suggested rate', 'by seed', 'rate of the lowest loss', 'lowest loss', 'rate of divergence'].map(
          (label) => ({
            label,
            numeric: true,
          }),
        ),
      ],
      rows: sweeps.map(({ title, suggested, each, lowest, diverges }) => [
        title,
        // As the text says: a pass without divergence tells none.
        ...(diverges === undefined ? ['none', 'none'] : [number(suggested), rangeText(each)]),
        number(lowest[0]),
        lowest[1].toFixed(3),
        diverges === undefined ? 'none' : number(diverges),
      ]),
    },
    reading: sweeps.map(
      ({ title, suggested, each, lowest, diverges }) =>
        `${title}: the loss is lowest (${lowest[1].toFixed(2)}) at a rate of ${number(lowest[0])}${
          diverges === undefined
            ? ' and never rises above where it began: the pass is too short to tell a rate.'
            : ` and rises above where it began at ${number(diverges)}; a tenth of the former, ${number(suggested)}, is the suggested rate (${each.length === 1 ? 'one seed' : `${rangeText(each)} from each seed alone`}).`
        }`,
    ),
  };
}

interface Sweep {
  /** `[rate, running mean of the loss]` */
  readonly curve: readonly (readonly [rate: number, loss: number])[];
  readonly lowest: readonly [rate: number, loss: number];
  /** A tenth of the rate at which the loss is lowest. */
  readonly suggested: number;
  /** The same from each seed alone. */
  readonly each: readonly number[];
  /** Where the loss, after its minimum, first rises above its initial value. */
  readonly diverges: number | undefined;
}

function smoothed(runs: readonly Steps[]): Omit<Sweep, 'each'> {
  const length = Math.min(...runs.map((steps) => steps.length));
  let running = 0;
  const curve = Array.from({ length }, (_, index): [number, number] => {
    const loss = runs.reduce((sum, steps) => sum + steps[index]![1], 0) / runs.length;
    running = memory * running + (1 - memory) * loss;
    // A running mean that starts at 0 is too low at first, by this factor.
    return [runs[0]![index]![0], running / (1 - memory ** (index + 1))];
  });
  const lowest = curve.reduce((low, point) => (point[1] < low[1] ? point : low));
  const begin = beginningOf(curve);
  return {
    curve,
    lowest,
    suggested: lowest[0] / 10,
    diverges: curve.find(([rate, loss]) => rate > lowest[0] && loss > begin)?.[0],
  };
}

/** `0.009 to 0.012` */
function rangeText(values: readonly number[]): string {
  const [low, high] = spreadOf(values).range.map(number);
  return low === high ? `${low}` : `${low} to ${high}`;
}

/** The loss before the rate matters: at step 20 of a long pass, when the running mean has settled. */
function beginningOf(curve: Sweep['curve']): number {
  return curve[Math.min(20, Math.floor(curve.length / 10))]![1];
}

/** The most points of a curve: the running mean has no finer detail. */
function thinned({ curve, lowest }: Sweep): Sweep['curve'] {
  const every = Math.ceil(curve.length / 300);
  return curve.filter((point, index) => index % every === 0 || point === lowest);
}

/** The curve's loss at the last step with no higher rate. */
function lossAt(curve: Sweep['curve'], rate: number): number {
  return (curve.findLast(([at]) => at <= rate) ?? curve[0]!)[1];
}

/** Losses beyond 1.5 times the initial loss only show that it diverges. */
function ceilingOf(sweeps: readonly Sweep[]): number {
  return 1.5 * Math.max(...sweeps.map(({ curve }) => beginningOf(curve)));
}
