/** A point of a chart: epoch and value. */
export type ChartPoint = readonly [x: number, y: number];

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** From a round share below the least value up to 1, so that an axis hardly ever changes while a curve grows. */
export function shareScale(values: readonly number[]): Scale {
  const least = values.reduce((min, value) => Math.min(min, value), 1);
  const min = [0.8, 0.7, 0.6, 0.4, 0.2].find((round) => round <= least) ?? 0;
  const step = min >= 0.6 ? 0.1 : 0.2;
  return { min, max: 1, ticks: ticksBetween(min, 1, step) };
}

/** From 0 to the next round number above the largest value. */
export function sizeScale(values: readonly number[]): Scale {
  const largest = values.reduce((max, value) => (Number.isFinite(value) ? Math.max(max, value) : max), 0);
  if (largest === 0) return { min: 0, max: 1, ticks: [0, 0.5, 1] };
  const power = 10 ** Math.floor(Math.log10(largest));
  const max = [1, 2, 4, 5, 10].map((factor) => factor * power).find((round) => round >= largest)!;
  return { min: 0, max, ticks: ticksBetween(0, max, max / 4) };
}

/** Epochs to label: at most so many, evenly spaced, at whole numbers. */
export function epochTicks(epochs: number, most: number): readonly number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
  const step = steps.find((each) => epochs / each <= most) ?? epochs;
  return ticksBetween(0, epochs, step);
}

function ticksBetween(min: number, max: number, step: number): readonly number[] {
  const count = Math.floor((max - min) / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((min + index * step).toPrecision(12)));
}

/** The `d` of an SVG path through points; a value that is not finite interrupts it. */
export function pathThrough(
  points: readonly ChartPoint[],
  place: (point: ChartPoint) => readonly [number, number],
): string {
  let path = '';
  let drawing = false;
  for (const point of points) {
    if (!Number.isFinite(point[1])) {
      drawing = false;
      continue;
    }
    const [x, y] = place(point);
    path += `${drawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    drawing = true;
  }
  return path;
}
