import type { Axis } from './figure.ts';
import { minusSign, shortExponent } from './format.ts';

/** A numeric axis, ready to draw. */
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

/** Sizes beyond this are treated as infinite, so that differences and ratios stay finite. */
const LIMIT = 1e150;
/** A range narrower than this share of its values counts as one value: ticks within it would be lost in rounding. */
const NARROWEST = 1e-9;

/**
 * The axis for these values. The domain leaves out what can't be shown: values that are not finite, larger than 1e150,
 * or not positive on a logarithmic axis.
 */
export function createScale(axis: Axis, values: readonly number[], options: ScaleOptions = {}): Scale {
  const { ticks: target = 5, nice = true, include = [] } = options;
  const scale =
    axis.scale === 'log'
      ? logScale(axis, values, target)
      : linearScale(axis, [...include, ...values], { target, nice, roomy: include.length === 0 });
  return axis.ticks === undefined ? scale : withTicks(scale, axis.ticks, axis.format);
}

/** The requested ticks, each with as many digits as it needs. */
function withTicks(scale: Scale, wanted: readonly number[], format: Axis['format']): Scale {
  const [low, high] = scale.domain;
  const ticks = wanted.filter((tick) => tick >= low && tick <= high && Number.isFinite(scale.position(tick)));
  const largest = largestOf(ticks);
  const finest = Math.min(...ticks.map((tick) => lastDigit(tick)));
  // 0.001 to 10 on a logarithmic axis need no common number of digits.
  const stepOf = (tick: number): number => (scale.type === 'log' ? lastDigit(tick) : finest);
  return { ...scale, ticks, format: (tick) => formatTick(tick, { step: stepOf(tick), largest, format }) };
}

function logScale(axis: Axis, values: readonly number[], target: number): Scale {
  const shown = (value: number): boolean => value >= 1 / LIMIT && value <= LIMIT;
  const [low, high] = axis.domain ?? extentOf(values.filter(shown)) ?? [1, 10];
  const [lowPower, highPower] = [Math.log10(low), Math.log10(high)];
  const pad =
    axis.domain !== undefined ? 0 : highPower - lowPower < NARROWEST ? 0.5 : (highPower - lowPower) * 0.04;
  const domain = [10 ** (lowPower - pad), 10 ** (highPower + pad)] as const;
  const placed = (value: number): boolean => shown(value) || (value >= domain[0] && value <= domain[1]);
  const powers = logTicks(domain, target);
  // A range too short for powers of ten and their multiples has the ticks of a linear axis.
  const short = powers.length < 2 && domain[1] / domain[0] < 10;
  const step = short ? tickStep(domain, target, false) : undefined;
  const ticks = step === undefined ? powers : linearTicks(domain, step, false);
  const largest = largestOf(ticks);
  return {
    type: 'log',
    domain,
    ticks,
    format: (tick) => formatTick(tick, { step: step ?? tick, largest, format: axis.format }),
    position: (value) =>
      placed(value) ? (Math.log10(value) - lowPower + pad) / (highPower - lowPower + 2 * pad) : Number.NaN,
  };
}

function linearScale(
  axis: Axis,
  values: readonly number[],
  { target, nice, roomy }: { target: number; nice: boolean; roomy: boolean },
): Scale {
  const shown = (value: number): boolean => Math.abs(value) <= LIMIT;
  const extent = widen(axis.domain ?? extentOf(values.filter(shown)) ?? [0, 1], axis);
  const step = tickStep(extent, target, axis.format === 'integer');
  const domain = nice && axis.domain === undefined ? roundOut(extent, step, axis, roomy) : extent;
  const [low, high] = domain;
  const ticks = linearTicks(domain, step, axis.format === 'integer');
  const largest = largestOf(ticks);
  return {
    type: 'linear',
    domain,
    ticks,
    format: (tick) => formatTick(tick, { step, largest, format: axis.format }),
    position: (value) => (shown(value) ? (value - low) / (high - low) : Number.NaN),
  };
}

function extentOf(values: readonly number[]): [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** A domain of one value becomes a range around it; shares stay between 0 and 1. */
function widen([low, high]: readonly [number, number], { format }: Axis): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * NARROWEST, 1 / LIMIT)) return [low, high];
  if (format === 'percent' && low >= 0 && low <= 1) return [Math.max(0, low - 0.05), Math.min(1, low + 0.05)];
  const half = format === 'integer' ? Math.max(0.5, size * NARROWEST) : size < 1 / LIMIT ? 0.5 : size * 0.1;
  return [low - half, high + half];
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

/** Multiples of the step; a count starts with its first number if there is room. */
function linearTicks([low, high]: readonly [number, number], step: number, whole: boolean): number[] {
  const ticks: number[] = [];
  // Room for rounding, as a share of the domain: whole steps may be far wider than it.
  const slack = (high - low) * 1e-9;
  const first = Math.ceil((low - slack) / step);
  const last = Math.floor((high + slack) / step);
  for (let index = first; index <= last; index++) ticks.push(snap(index * step));
  if (whole && Number.isInteger(low) && (ticks[0] ?? Infinity) - low >= step * 0.6) ticks.unshift(low);
  return ticks;
}

/** Powers of ten, thinned to fit; over a short range also their doubles and fives. */
function logTicks([low, high]: readonly [number, number], target: number): number[] {
  const decades = Math.log10(high / low);
  const factors =
    decades < 1 ? [1, 2, 3, 5, 7] : decades < 1.5 ? [1, 2, 5] : decades < 2.5 && target >= 5 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / (target + 1)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low * (1 - 1e-12) && tick <= high * (1 + 1e-12)) ticks.push(tick);
    }
  }
  return ticks;
}

/** Removes binary rounding errors: 0.30000000000000004 becomes 0.3. */
function snap(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

function largestOf(ticks: readonly number[]): number {
  return Math.max(0, ...ticks.map(Math.abs));
}

/** The place of a number's last digit: 0.01 of 0.25. */
function lastDigit(value: number): number {
  const [digits = '', exponent] = value.toExponential().split('e');
  return 10 ** (Number(exponent) - (digits.split('.')[1] ?? '').length);
}

function formatTick(
  tick: number,
  { step, largest, format }: { step: number; largest: number; format: Axis['format'] },
): string {
  const scaled = format === 'percent' ? tick * 100 : tick;
  const size = Math.abs(scaled);
  const unit = format === 'percent' ? '%' : '';
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return minusSign(shortExponent(scaled)) + unit;
  if (size >= 1e6) return `${minusSign(String(Number((scaled / 1e6).toPrecision(4))))}M${unit}`;
  // Beside 10k, 1000 is 1k.
  if (size >= 1e4 || (size >= 1e3 && largest >= 1e4))
    return `${minusSign(String(Number((scaled / 1e3).toPrecision(4))))}k${unit}`;
  const decimals = decimalsOf(format === 'percent' ? step * 100 : step);
  return minusSign(scaled.toFixed(decimals)) + unit;
}

function decimalsOf(step: number): number {
  return Math.min(10, Math.max(0, -Math.floor(Math.log10(Math.abs(step) || 1) + 1e-9)));
}
