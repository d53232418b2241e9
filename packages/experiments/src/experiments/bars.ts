import type { BarFigure } from '@atelier/plotting';
import type { Spread } from '../presenting/statistics.ts';
import type { Finding } from './condition.ts';

type Bars = Pick<BarFigure, 'categories' | 'series' | 'value'>;

/** Training and validation error of each setting, a dot for each seed. */
export function errorBars(findings: readonly Finding[]): Bars {
  const errorOf = (accuracy: Spread): Bar => barOf(accuracy, (value) => 1 - value);
  return {
    categories: findings.map(({ label }) => label),
    series: [
      { name: 'training', ...barsOf(findings.map(({ train }) => errorOf(train))) },
      { name: 'validation', ...barsOf(findings.map(({ validation }) => errorOf(validation))) },
    ],
    value: { label: 'error: wrong predictions', format: 'percent' },
  };
}

/** Training and validation loss of each setting, without dropout and augmentation, a dot for each seed. */
export function lossBars(findings: readonly Finding[]): Bars {
  return {
    categories: findings.map(({ label }) => label),
    series: [
      { name: 'training', ...barsOf(findings.map(({ trainLoss }) => barOf(trainLoss))) },
      { name: 'validation', ...barsOf(findings.map(({ validationLoss }) => barOf(validationLoss))) },
    ],
    value: { label: 'loss' },
  };
}

interface Bar {
  readonly value: number;
  readonly seeds: readonly number[];
}

export function barOf({ mean, values }: Spread, shown: (value: number) => number = (value) => value): Bar {
  return { value: shown(mean), seeds: values.map(shown) };
}

/** Bars as a series: of several seeds with their dots. */
export function barsOf(bars: readonly Bar[]): { values: number[]; dots?: (readonly number[])[] } {
  const values = bars.map(({ value }) => value);
  return bars.some(({ seeds }) => seeds.length > 1)
    ? { values, dots: bars.map(({ seeds }) => seeds) }
    : { values };
}
