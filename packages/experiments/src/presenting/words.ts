import type { PlanOptions } from '../plan-options.ts';
import { isChance, type Spread } from './statistics.ts';

/** 0.8731 as `87.3%`. */
export function percent(fraction: number, decimals = 1): string {
  return `${(100 * fraction).toFixed(decimals)}%`;
}

/** A difference of two fractions, 0.0123 as `1.2 points`. */
export function points(difference: number, decimals = 1): string {
  const text = fixed(100 * difference, decimals);
  return `${text} ${Math.abs(Number(text)) === 1 ? 'point' : 'points'}`;
}

/** A difference over the seeds with its 95 % interval, `1.2 ± 0.3 points`; of one seed `1.2 points`. */
export function pointsOf({ mean, half }: Spread, decimals = 1): string {
  return half === undefined
    ? points(mean, decimals)
    : `${fixed(100 * mean, decimals)} ± ${fixed(100 * half, decimals)} points`;
}

/** The same with its sign, `+1.2 ± 0.3 points`. */
export function signed(difference: Spread, decimals = 1): string {
  return withSign(pointsOf(difference, decimals));
}

/** A difference of numbers that are not shares, such as losses: `+0.12 ± 0.03`. */
export function signedNumber(difference: Spread, decimals = 3): string {
  return withSign(spreadNumber(difference, decimals));
}

function withSign(text: string): string {
  return Number.parseFloat(text) > 0 ? `+${text}` : text;
}

/** No minus sign before a zero. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : text;
}

/**
 * What follows a difference: nothing where its 95 % interval leaves out 0, otherwise that another seed could make it.
 */
export function doubt(difference: Spread): string {
  return isChance(difference) ? ', no difference that another seed could not make' : '';
}

/** 12345 as `12,345`. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** A learning rate or another number of any size: `0.001`, `1e-4`, `3.2e-7`. */
export function number(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(3)));
  return Number(value.toPrecision(2)).toExponential();
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** A mean of fractions with its 95 % interval, `87.3 ± 0.2%`; of one seed `87.3%`. */
export function spread({ mean, half }: Spread, decimals = 1): string {
  return half === undefined || Number.isNaN(mean)
    ? percent(mean, decimals)
    : `${(100 * mean).toFixed(decimals)} ± ${(100 * half).toFixed(decimals)}%`;
}

/** A mean of other numbers, such as losses, with its 95 % interval: `0.342 ± 0.010`. `none` when one is not finite. */
export function spreadNumber({ mean, half }: Spread, decimals = 3): string {
  if (!Number.isFinite(mean)) return 'none';
  return half === undefined ? fixed(mean, decimals) : `${fixed(mean, decimals)} ± ${fixed(half, decimals)}`;
}

/** How long, how often and on how much an experiment ran: `10 epochs, 3 seeds, 60,000 images`. */
export function sizeOf({ epochs, seeds, limit }: Pick<PlanOptions, 'epochs' | 'seeds' | 'limit'>): string {
  return `${count(epochs, 'epoch')}, ${count(seeds, 'seed')}, ${grouped(limit)} images`;
}

/** `1 seed`, `3 seeds`. */
export function count(howMany: number, what: string): string {
  return `${grouped(howMany)} ${what}${howMany === 1 ? '' : 's'}`;
}
