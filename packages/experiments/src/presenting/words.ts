/** 0.8731 as `87.3%`. */
export function percent(fraction: number, decimals = 1): string {
  return `${(100 * fraction).toFixed(decimals)}%`;
}

/** A difference of two fractions, 0.0123 as `1.2 points`. */
export function points(difference: number, decimals = 1): string {
  const rounded = (100 * difference).toFixed(decimals);
  const text = Number(rounded) === 0 ? (0).toFixed(decimals) : rounded;
  return `${text} ${Math.abs(Number(text)) === 1 ? 'point' : 'points'}`;
}

/** The same with its sign, `+1.2 points`. */
export function signed(difference: number): string {
  const text = points(difference);
  return Number.parseFloat(text) > 0 ? `+${text}` : text;
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

/** A mean of fractions with its standard deviation, `87.3%` or, for several, `87.3 ± 0.2%`. */
export function spread({ mean, deviation }: { readonly mean: number; readonly deviation: number }): string {
  return deviation === 0 ? percent(mean) : `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)}%`;
}

/** ` (means over 3 seeds)`, or nothing where there is one. */
export function overSeeds(seeds: number): string {
  return seeds === 1 ? '' : ` (means over ${seeds} seeds)`;
}

/** The same of a figure that draws each point with its range. */
export function withRange(seeds: number): string {
  return seeds === 1 ? '' : ` (mean and range of ${seeds} seeds)`;
}
