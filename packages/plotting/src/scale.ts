import type { Axis } from './figure.ts';
import { minusSign, shortExponent } from './format.ts';

/** A numeric axis made ready to draw. */
export interface Scale {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  readonly format: (tick: number) => string;
  /** 0 at the low end of the domain and 1 at the high end; NaN for what the axis can't show. */
  readonly position: (value: number) => number;
}

export interface ScaleOptions {
  /** About how many ticks there is room for. Default 5. */
  readonly ticks?: number;
  /** Widen the domain to the ticks around it. Default true. */
  readonly nice?: boolean;
  /** Values that the domain must hold besides the data, such as 0 for bars. */
  readonly include?: readonly number[];
}

/** The axis for these values; what is not finite, or not positive on a logarithmic axis, is left out of the domain. */
export function createScale(axis: Axis, values: Iterable<number>, options: ScaleOptions = {}): Scale {
  const { ticks: target = 5, nice = true, include = [] } = options;
  const type = axis.scale ?? 'linear';
  const extent = axis.domain ?? extentOf([...include, ...values], type);
  if (type === 'log') {
    const domain = axis.domain ?? padLog(extent ?? [1, 10]);
    const [low, high] = domain.map(Math.log10) as [number, number];
    return {
      type,
      domain,
      ticks: logTicks(domain, target),
      format: (tick) => formatTick(tick, tick, axis.format),
      position: (value) => (value > 0 ? (Math.log10(value) - low) / (high - low) : Number.NaN),
    };
  }
  const widened = widen(extent ?? [0, 1], axis);
  const step = tickStep(widened, target, axis.format === 'integer');
  const domain =
    nice && axis.domain === undefined ? roundOut(widened, step, axis, include.length === 0) : widened;
  const [low, high] = domain;
  return {
    type,
    domain,
    ticks: linearTicks(domain, step, axis.format === 'integer'),
    format: (tick) => formatTick(tick, step, axis.format),
    position: (value) => (Number.isFinite(value) ? (value - low) / (high - low) : Number.NaN),
  };
}

function extentOf(values: readonly number[], type: 'linear' | 'log'): [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (type === 'log' && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** A domain of one value becomes a range around it; shares stay between 0 and 1. */
function widen([low, high]: readonly [number, number], { format }: Axis): [number, number] {
  if (low < high) return [low, high];
  const half = format === 'integer' ? 0.5 : Math.abs(low) * 0.1 || 0.5;
  if (format === 'percent' && low >= 0 && low <= 1) {
    return [Math.max(0, low - 0.05), Math.min(1, low + 0.05)];
  }
  return [low - half, high + half];
}

function padLog([low, high]: readonly [number, number]): [number, number] {
  const pad = low < high ? (high / low) ** 0.04 : Math.sqrt(10);
  return [low / pad, high * pad];
}

function tickStep([low, high]: readonly [number, number], target: number, whole: boolean): number {
  const rough = (high - low) / Math.max(1, target);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  const step = Number((factor * power).toPrecision(1));
  return whole ? Math.max(1, Math.round(step)) : step;
}

/** The domain up to ticks on both sides, one further where the data would lie on the edge. */
function roundOut(
  [low, high]: readonly [number, number],
  step: number,
  { format }: Axis,
  roomy: boolean,
): [number, number] {
  const edge = roomy ? (high - low) * 0.01 : -1;
  let first = Math.floor(low / step + 1e-9);
  let last = Math.ceil(high / step - 1e-9);
  const atEnd = (value: number): boolean => value === 0 || (format === 'percent' && value === 1);
  if (low - first * step < edge && !atEnd(low)) first -= 1;
  if (last * step - high < edge && !atEnd(high)) last += 1;
  if (low >= 0 && first < 0) first = 0;
  if (format === 'percent' && high <= 1) last = Math.min(last, Math.round(1 / step));
  return [snap(first * step), snap(last * step)];
}

/** Multiples of the step; a count starts with its first number, where there is room. */
function linearTicks([low, high]: readonly [number, number], step: number, whole: boolean): number[] {
  const ticks: number[] = [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  for (let index = first; index <= last; index++) ticks.push(snap(index * step));
  if (whole && Number.isInteger(low) && (ticks[0] ?? Infinity) - low >= step * 0.6) ticks.unshift(low);
  return ticks;
}

/** Powers of ten, thinned to fit; over a short range also their doubles and fives. */
function logTicks([low, high]: readonly [number, number], target: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades < 1.5 ? [1, 2, 5] : decades < 2.5 && target >= 6 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / (target + 1)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
    }
  }
  return ticks.length > 0 ? ticks : [Number(low.toPrecision(2)), Number(high.toPrecision(2))];
}

/** Removes the dust of binary fractions: 0.30000000000000004 becomes 0.3. */
function snap(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

function formatTick(tick: number, step: number, format: Axis['format']): string {
  const scaled = format === 'percent' ? tick * 100 : tick;
  const size = Math.abs(scaled);
  const unit = format === 'percent' ? '%' : '';
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return minusSign(shortExponent(scaled)) + unit;
  if (size >= 1e6) return `${minusSign(String(Number((scaled / 1e6).toPrecision(4))))}M${unit}`;
  if (size >= 1e4) return `${minusSign(String(Number((scaled / 1e3).toPrecision(4))))}k${unit}`;
  const decimals = decimalsOf(format === 'percent' ? step * 100 : step);
  return minusSign(scaled.toFixed(decimals)) + unit;
}

function decimalsOf(step: number): number {
  return Math.min(10, Math.max(0, -Math.floor(Math.log10(Math.abs(step) || 1) + 1e-9)));
}
