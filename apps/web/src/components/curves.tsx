import type { LineFigure, Point, Series } from '@atelier/plotting';
import type { EpochRecord } from '@atelier/training';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { state } from '../app.ts';
import { t } from '../i18n/language.ts';
import type { Run } from '../state/runs.ts';
import { FigureView, prepareFigures } from './figure-view.tsx';

const metrics = {
  loss: { training: 'loss', validation: 'valLoss' },
  accuracy: { training: 'accuracy', validation: 'valAccuracy' },
} as const;
type Metric = keyof typeof metrics;

export function Curves(): JSX.Element {
  const text = t.value.curves;
  const loaded = state.data.value.status === 'ready';
  useEffect(() => {
    if (loaded) void prepareFigures();
  }, [loaded]);
  return (
    <div class="card">
      <div class="curves">
        <Curve metric="accuracy" />
        <Curve metric="loss" />
      </div>
      <p class="caption">{text.caption}</p>
    </div>
  );
}

function Curve({ metric }: { readonly metric: Metric }): JSX.Element {
  const text = t.value.curves;
  const runs = drawnRuns();
  const progress = state.progress.value;
  const going = state.going.value;
  const figure = useMemo(() => curveFigure(metric, runs), [metric, state.runs.value, progress, going, text]);
  return (
    <div class="curve">
      {figure ? (
        <FigureView figure={figure} />
      ) : (
        <div class="curve-empty">
          <h3>{text[metric]}</h3>
          <p>{text.empty}</p>
        </div>
      )}
    </div>
  );
}

/** The runs that the curves show, in the order of their colours. */
function drawnRuns(): readonly Run[] {
  return state.runs.value.filter((run) => run.shown && run.history.length > 0);
}

/** The colour of a run in the curves: `series-1` and so on. */
export function seriesClass(run: Run): string {
  const drawn = drawnRuns();
  return drawn.length > 1 && drawn.includes(run) ? `series-${drawn.indexOf(run) + 1}` : 'series-none';
}

function curveFigure(metric: Metric, runs: readonly Run[]): LineFigure | undefined {
  if (runs.length === 0) return undefined;
  const text = t.value.curves;
  const { training, validation } = metrics[metric];
  const series = runs.flatMap((run): Series[] => {
    const group = runs.length > 1 ? run.name : undefined;
    const partial = partialPoint(run, metric);
    const trained = [...pointsOf(run.history, training), ...(partial ? [partial] : [])];
    const validated = pointsOf(run.history, validation);
    return [
      {
        name: text.training,
        group,
        mark: validated.length > 0 ? ('dots' as const) : ('line-and-dots' as const),
        points: trained,
      },
      ...(validated.length > 0
        ? [{ name: text.validation, group, mark: 'line' as const, points: validated }]
        : []),
    ];
  });
  const epochs = runs.map(({ recipe, history, state: { status } }) =>
    status === 'running' || status === 'paused' || status === 'completed'
      ? (recipe?.settings.epochs ?? history.length)
      : history.length,
  );
  return {
    kind: 'line',
    title: text[metric],
    description: text.describe(text[metric], runs.length),
    // The axis is as long as the run will be: curves grow into it, and nothing moves.
    x: { label: text.epoch, format: 'integer', domain: [0, Math.max(1, ...epochs)] },
    y: metric === 'accuracy' ? { label: '', format: 'percent' } : { label: '' },
    series,
  };
}

function pointsOf(history: readonly EpochRecord[], key: keyof EpochRecord): Point[] {
  return history.flatMap((record) => {
    const value = record[key];
    return value === undefined ? [] : [[record.epoch, value] as const];
  });
}

/** The current epoch so far; not in the first epoch, whose steep beginning would squeeze everything after it. */
function partialPoint({ id, history }: Run, metric: Metric): Point | undefined {
  const progress = state.progress.value;
  if (id !== state.currentRun.value || !state.going.value || !progress) return undefined;
  if (history.length === 0 || progress.epoch !== history.length + 1) return undefined;
  return [progress.epoch - 1 + progress.step / progress.stepsPerEpoch, progress[metric]];
}
