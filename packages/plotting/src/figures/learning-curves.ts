import { checkObject, checkOptions } from '@atelier/checks';
import type { FigureText, LineFigure, Series } from '../figure.ts';
import type { EpochRecord, Run } from '../records.ts';
import { checkNamed, checkTexts, textOptions } from './check-figure.ts';
import { lineFigure } from './line-figure.ts';

/** Above this ratio of the largest to the median loss a linear axis would show one spike and a flat line. */
const LOG_RATIO = 50;

const metrics = {
  loss: { title: 'Loss', training: 'loss', validation: 'valLoss' },
  accuracy: { title: 'Accuracy', training: 'accuracy', validation: 'valAccuracy' },
} as const;

/** Options of `lossCurves` and `accuracyCurves`. */
export interface CurvesOptions extends Partial<FigureText> {
  /** The axis runs from 1 to this epoch from the start, so that a live figure keeps its place. Default: the data's. */
  readonly epochs?: number | undefined;
}

/**
 * Loss per epoch: training as dots, validation as a line; several runs are overlaid, one colour per run.
 * The axis is logarithmic when the largest loss is 50 times the median or more (a run that diverges).
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError without runs, or for a run without epochs
 */
export function lossCurves(runs: readonly Run[], options: CurvesOptions = {}): LineFigure {
  return learningCurves(runs, 'loss', options);
}

/**
 * Accuracy per epoch, drawn like `lossCurves`.
 *
 * @throws TypeError and RangeError like `lossCurves`
 */
export function accuracyCurves(runs: readonly Run[], options: CurvesOptions = {}): LineFigure {
  return learningCurves(runs, 'accuracy', options);
}

function learningCurves(
  runs: readonly Run[],
  metric: keyof typeof metrics,
  options: CurvesOptions,
): LineFigure {
  checkOptions(`${metric}Curves`, options, { ...textOptions, epochs: true });
  checkTexts(options);
  checkNamed('runs', runs, 'history', 'epochs');
  for (const { history } of runs) {
    for (const record of history) checkObject('An epoch of a run', record, 'epoch, loss and accuracy');
  }
  const { epochs, ...text } = options;
  if (epochs !== undefined && !(Number.isInteger(epochs) && epochs > 0)) {
    throw new RangeError(`${metric} curves: ${epochs} epochs; it must be a whole number from 1`);
  }
  if (runs.length === 0) throw new RangeError(`${metric} curves: no run was given; give at least one`);
  const { title, training, validation } = metrics[metric];
  const validated = runs.some(({ history }) => history.some((record) => record[validation] !== undefined));
  const names = distinct(runs.map(({ name }) => name));
  const series = runs.flatMap(({ name, history }, index): Series[] => {
    if (history.length === 0) throw new RangeError(`${metric} curves: run "${name}" has no epochs`);
    const group = runs.length > 1 ? names[index] : undefined;
    const parts: Series[] = [
      { name: 'training', group, mark: validated ? 'dots' : 'line', points: pointsOf(history, training) },
    ];
    if (history.some((record) => record[validation] !== undefined)) {
      parts.push({ name: 'validation', group, mark: 'line', points: pointsOf(history, validation) });
    }
    return parts;
  });
  return lineFigure({
    title,
    subtitle: runs.length === 1 ? runs[0]?.name : undefined,
    ...text,
    x: { label: 'epoch', format: 'integer', domain: epochDomain(runs, epochs) },
    y:
      metric === 'accuracy'
        ? { label: 'accuracy', format: 'percent' }
        : { label: 'loss', scale: needsLog(series) ? 'log' : 'linear' },
    series,
  });
}

/** From 1 to the last epoch to come, or further when a run went further. */
function epochDomain(runs: readonly Run[], epochs: number | undefined): [number, number] | undefined {
  if (epochs === undefined) return undefined;
  const reached = runs.map(({ history }) => history.at(-1)?.epoch ?? 1);
  const last = Math.max(epochs, ...reached);
  return last > 1 ? [1, last] : undefined;
}

/** Runs with the same name get numbers, so that each has its own colour and label. */
function distinct(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function pointsOf(
  history: readonly EpochRecord[],
  key: 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy',
): [number, number][] {
  return history.map((record) => [record.epoch, record[key] ?? Number.NaN]);
}

function needsLog(series: readonly Series[]): boolean {
  const values = series
    .flatMap(({ points }) => points.map(([, y]) => y))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const [smallest, median, largest] = [values[0], values[values.length >> 1], values.at(-1)];
  if (smallest === undefined || median === undefined || largest === undefined) return false;
  return smallest > 0 && largest / median >= LOG_RATIO;
}
