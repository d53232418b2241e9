import type { EpochRecord } from '@atelier/training';
import type { ComponentChildren, JSX } from 'preact';
import { session, state } from '../../state/page-session.ts';
import { percent, t } from '../../i18n/language.ts';
import { type Run, validatedOn } from '../../state/runs.ts';
import { Chart, type ChartSeries } from './chart.tsx';
import { type ChartPoint, shareScale, sizeScale } from './scale.ts';

export type Metric = 'accuracy' | 'loss';

const columns = {
  loss: { training: 'loss', validation: 'valLoss' },
  accuracy: { training: 'accuracy', validation: 'valAccuracy' },
} as const;

interface RunCurveProps {
  readonly metric: Metric;
  readonly heading: 'h2' | 'h3';
  /** Beside the heading. */
  readonly children?: ComponentChildren;
}

/** One metric of the runs that are shown, by epoch. */
export function RunCurve({ metric, heading: Heading, children }: RunCurveProps): JSX.Element {
  const text = t.value.curves;
  const runs = drawnRuns();
  const series = runs.flatMap((run) => seriesOf(run, metric));
  const values = series.flatMap(({ points }) =>
    points.filter(([epoch]) => epoch >= 1).map(([, value]) => value),
  );
  const several = runs.length > 1;
  const onTest = runs.every((run) => validatedOn(run) === 'test');
  return (
    <div class="curve">
      <div class="curve-head">
        <Heading>{text[metric]}</Heading>
        {children}
        <p class="legend">
          <span class={several ? 'key dashed' : 'key series-1 dashed'}>{text.training}</span>
          <span class={several ? 'key' : 'key series-1'}>{text.validation[onTest ? 'test' : 'other']}</span>
        </p>
      </div>
      <Chart
        label={describe(metric, series)}
        series={series}
        epochs={epochsOfAxis()}
        marked={state.shownEpoch.value}
        onChoose={(epoch) =>
          session.showEpoch(epoch >= (state.epochsKept.value.at(-1) ?? 0) ? undefined : epoch)
        }
        scale={metric === 'accuracy' ? shareScale(values) : sizeScale(values)}
        format={metric === 'accuracy' ? (value) => `${Math.round(value * 100)}%` : (value) => String(value)}
      />
      {runs.length === 0 && <p class="curve-empty">{text.empty}</p>}
    </div>
  );
}

/** The runs that the curves show, in the order of their colours. */
export function drawnRuns(): readonly Run[] {
  return state.runs.value.filter(
    (run) => run.shown && (run.history.length > 0 || run.id === state.currentRun.value),
  );
}

/** The last epoch on the curves' axis. */
export function epochsOfAxis(): number {
  return Math.max(1, ...drawnRuns().map(plannedEpochs));
}

/** The colour of a run in the curves. */
export function seriesClass(run: Run): string {
  const place = drawnRuns().indexOf(run);
  return place < 0 ? 'series-none' : `series-${(place % 8) + 1}`;
}

function seriesOf(run: Run, metric: Metric): ChartSeries[] {
  const { training, validation } = columns[metric];
  const { curves } = t.value;
  const partial = partialPoint(run, metric);
  const trained = [...pointsOf(run.history, training), ...(partial ? [partial] : [])];
  const colour = seriesClass(run);
  return [
    { name: `${run.name} ${curves.training}`, colour, dashed: true, points: trained },
    {
      name: `${run.name} ${curves.validation[validatedOn(run)]}`,
      colour,
      dashed: false,
      points: pointsOf(run.history, validation),
    },
  ];
}

function pointsOf(history: readonly EpochRecord[], key: keyof EpochRecord): ChartPoint[] {
  return history.flatMap((record) => {
    const value = record[key];
    return value === undefined ? [] : [[record.epoch, value] as const];
  });
}

/** The current epoch so far; not in the first epoch, whose steep beginning would squeeze everything after it. */
function partialPoint({ id, history }: Run, metric: Metric): ChartPoint | undefined {
  const progress = state.progress.value;
  if (id !== state.currentRun.value || !state.going.value || !progress) return undefined;
  if (history.length === 0 || progress.epoch !== history.length + 1) return undefined;
  return [progress.epoch - 1 + progress.step / progress.stepsPerEpoch, progress[metric]];
}

/** The axis is as long as a run will be: the curve grows into it, and nothing moves. */
function plannedEpochs({ recipe, history, state: { status } }: Run): number {
  const ended = status !== 'running' && status !== 'paused' && status !== 'completed';
  return ended ? history.length : (recipe?.settings.epochs ?? history.length);
}

function describe(metric: Metric, series: readonly ChartSeries[]): string {
  const last = series.flatMap(({ name, points }) => {
    const value = points.at(-1)?.[1];
    if (value === undefined) return [];
    return `${name} ${metric === 'accuracy' ? percent(value) : value.toFixed(4)}`;
  });
  const text = t.value.curves;
  return `${text.describe(text[metric])}${last.length > 0 ? `: ${last.join(', ')}` : ''}`;
}
