import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ChartPoint, epochTicks, pathThrough, type Scale } from './scale.ts';

export interface ChartSeries {
  readonly name: string;
  /** Its colour: `series-1` and so on. */
  readonly colour: string;
  readonly dashed: boolean;
  readonly points: readonly ChartPoint[];
}

interface ChartProps {
  /** Said by screen readers, with the last values. */
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly epochs: number;
  readonly scale: Scale;
  readonly format: (value: number) => string;
  /** An epoch to mark. */
  readonly marked: number | undefined;
  /** Called with the epoch at a point that was chosen with the pointer. */
  readonly onChoose: (epoch: number) => void;
}

/** In sixteenths of the page's type size, as everything here: on a projector the chart grows with the type. */
const margin = { left: 44, right: 12, top: 8, bottom: 22 };
const widthPerTick = 70;

/** Lines over epochs, as large as its place. */
export function Chart(props: ChartProps): JSX.Element {
  const { label, series, epochs, scale, format, marked, onChoose } = props;
  const host = useRef<HTMLDivElement>(null);
  const [{ width, height, unit }, setSize] = useState({ width: 400, height: 160, unit: 1 });
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width: pixels, height: rows } = entry.contentRect;
      const sixteenth = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      setSize({ width: pixels / sixteenth, height: rows / sixteenth, unit: sixteenth });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const innerWidth = Math.max(1, width - margin.left - margin.right);
  const innerHeight = Math.max(1, height - margin.top - margin.bottom);
  const x = (epoch: number): number => margin.left + (epoch / epochs) * innerWidth;
  const y = (value: number): number =>
    margin.top + (1 - (Math.min(scale.max, value) - scale.min) / (scale.max - scale.min)) * innerHeight;
  return (
    <div class="chart" ref={host}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        onClick={({ offsetX }) => {
          const epoch = Math.round(((offsetX / unit - margin.left) / innerWidth) * epochs);
          onChoose(Math.max(0, Math.min(epochs, epoch)));
        }}
      >
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line class="chart-grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text class="chart-text" x={margin.left - 8} y={y(tick) + 4} text-anchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {epochTicks(epochs, innerWidth / widthPerTick).map((tick) => (
          <text key={tick} class="chart-text" x={x(tick)} y={height - 5} text-anchor="middle">
            {tick}
          </text>
        ))}
        {marked !== undefined && (
          <line
            class="chart-mark"
            x1={x(marked)}
            x2={x(marked)}
            y1={margin.top}
            y2={height - margin.bottom}
          />
        )}
        {series.map(({ name, colour, dashed, points }) => (
          <g key={name} class={colour}>
            <path
              class={dashed ? 'chart-line dashed' : 'chart-line'}
              d={pathThrough(points, ([epoch, value]) => [x(epoch), y(value)])}
            />
            <LastDot points={points} place={([epoch, value]) => [x(epoch), y(value)]} />
          </g>
        ))}
      </svg>
    </div>
  );
}

interface LastDotProps {
  readonly points: readonly ChartPoint[];
  readonly place: (point: ChartPoint) => readonly [number, number];
}

function LastDot({ points, place }: LastDotProps): JSX.Element | null {
  const last = points.at(-1);
  if (!last || !Number.isFinite(last[1])) return null;
  const [cx, cy] = place(last);
  return <circle class="chart-dot" cx={cx} cy={cy} r={3} />;
}
