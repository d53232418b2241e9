import type { Axis, Series } from '@atelier/plotting';
import { mean, range, type Spread } from '../presenting/statistics.ts';
import type { Finding } from './condition.ts';

/** A curve over conditions: a line through the means, and of several seeds a dot for each. */
export function curveOver<Entry>(
  name: string,
  entries: readonly Entry[],
  at: (entry: Entry, index: number) => number,
  pick: (entry: Entry) => Spread,
  pointLabels?: readonly string[],
): Series[] {
  const labels = pointLabels === undefined ? {} : { pointLabels };
  const means = entries.map((entry, index) => [at(entry, index), pick(entry).mean] as const);
  if (entries.every((entry) => pick(entry).values.length < 2)) {
    return [{ name, mark: 'line-and-dots', points: means, ...labels }];
  }
  return [
    { name: 'mean', group: name, points: means, ...labels },
    {
      name: 'each seed',
      group: name,
      mark: 'dots',
      points: entries.flatMap((entry, index) =>
        pick(entry).values.map((value) => [at(entry, index), value] as const),
      ),
    },
  ];
}

type HistoryColumn = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy' | 'testLoss' | 'testAccuracy';

/** `[epoch, mean over the seeds]` of a figure of the history, as far as every seed went. */
export function meanCurve(finding: Finding, column: HistoryColumn): [epoch: number, value: number][] {
  return epochsOf(finding, column).map((values, index) => [index + 1, mean(values)]);
}

/** The same for a figure, of several seeds with the band between the lowest and the highest. */
export function bandOf(finding: Finding, column: HistoryColumn): Pick<Series, 'points' | 'spread'> {
  const epochs = epochsOf(finding, column);
  return {
    points: meanCurve(finding, column),
    ...(finding.outcomes.length > 1 && { spread: epochs.map((values) => range(values)) }),
  };
}

/** By epoch, the value of each seed. */
function epochsOf({ outcomes }: Finding, column: HistoryColumn): number[][] {
  const epochs = Math.min(...outcomes.map(({ history }) => history.length));
  return Array.from({ length: epochs }, (_, index) =>
    outcomes.map(({ history }) => history[index]?.[column] ?? Number.NaN),
  );
}

/** What a curve's band is; nothing where it has none. The number of seeds stands before it. */
export function bandNote(seeds: number): string {
  return seeds === 1 ? '' : '; bands from lowest to highest';
}

/** Of one seed there is no interval; then differences of less than this are not drawn large. */
const leastAccuracySpan = 0.05;
/** An axis is at least this many times as wide as a mean's 95 % interval, so that chance looks small on it. */
const intervalsPerAxis = 4;

/** An axis of accuracies that is no narrower than chance allows. */
export function accuracyAxis(label: string, shown: readonly Spread[]): Axis {
  const axis = { label, format: 'percent' } as const;
  const domain = wideEnough(shown, leastAccuracySpan, 1);
  return domain === undefined ? axis : { ...axis, domain };
}

/** An axis of losses that is no narrower than chance allows. */
export function lossAxis(label: string, shown: readonly Spread[]): Axis {
  const domain = wideEnough(shown, 0.1, Infinity);
  return domain === undefined ? { label } : { label, domain };
}

/** `undefined` where the values themselves span enough. */
function wideEnough(shown: readonly Spread[], least: number, most: number): [number, number] | undefined {
  const values = shown.flatMap((each) => each.values).filter((value) => Number.isFinite(value));
  if (values.length === 0) return undefined;
  const [low, high] = range(values);
  // The median: one setting that often fails must not hide the others.
  const halves = shown.map(({ half = 0 }) => half).filter((half) => Number.isFinite(half));
  const typical = halves.toSorted((a, b) => a - b)[halves.length >> 1] ?? 0;
  const span = Math.min(Math.max(least, intervalsPerAxis * 2 * typical), most);
  const missing = span - (high - low);
  if (missing <= 0) return undefined;
  const top = Math.min(most, Math.ceil((high + missing / 2) * 100) / 100);
  const bottom = Math.max(0, Math.floor((top - span) * 100) / 100);
  return [Math.min(bottom, Math.floor(low * 100) / 100), Math.max(top, bottom + span)];
}
