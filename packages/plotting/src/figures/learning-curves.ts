import type { FigureText, LineFigure, Series } from '../figure.ts';
import type { EpochRecord, Run } from '../records.ts';
import { lineFigure } from './line-figure.ts';

/** Above this ratio of the largest to the median loss a linear axis would show one spike and a flat line. */
const LOG_RATIO = 50;

const metrics = {
  loss: { title: 'Loss', training: 'loss', validation: 'valLoss' },
  accuracy: { title: 'Accuracy', training: 'accuracy', validation: 'valAccuracy' },
} as const;

/**
 * Loss of each epoch: training as dots, validation as a line; several runs are overlaid, a colour each.
 * The axis is logarithmic when the largest loss is 50 times the median or more (a run that diverges).
 * Throws a RangeError without runs, or for a run without epochs.
 */
export function lossCurves(runs: readonly Run[], text: Partial<FigureText> = {}): LineFigure {
  return learningCurves(runs, 'loss', text);
}

/** Accuracy of each epoch, drawn as `lossCurves`. */
export function accuracyCurves(runs: readonly Run[], text: Partial<FigureText> = {}): LineFigure {
  return learningCurves(runs, 'accuracy', text);
}

function learningCurves(
  runs: readonly Run[],
  metric: keyof typeof metrics,
  text: Partial<FigureText>,
): LineFigure {
  if (runs.length === 0) throw new RangeError(`${metric} curves: no run was given; give at least one`);
  const { title, training, validation } = metrics[metric];
  const validated = runs.some(({ history }) => history.some((record) => record[validation] !== undefined));
  const series = runs.flatMap(({ name, history }): Series[] => {
    if (history.length === 0) throw new RangeError(`${metric} curves: run "${name}" has no epochs`);
    const group = runs.length > 1 ? name : undefined;
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
    x: { label: 'epoch', format: 'integer' },
    y:
      metric === 'accuracy'
        ? { label: 'accuracy', format: 'percent' }
        : { label: 'loss', scale: needsLog(series) ? 'log' : 'linear' },
    series,
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
