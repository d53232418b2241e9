import type { Series } from './figure.ts';

/** Whether the figure overlays groups, such as runs; otherwise each series is its own group. */
export function isGrouped(series: readonly Series[]): boolean {
  return new Set(series.map(({ group }) => group)).size > 1;
}

/** A series' label in the legend: its group in a figure of groups, otherwise its name. */
export function labelOf({ name, group }: Series, grouped: boolean): string {
  return grouped ? (group ?? name) : name;
}

/** With more groups than this, the dots would hide the lines. */
const CROWD = 4;

/** Whether dots are dimmed so that the lines stay visible. */
export function isCrowded(series: readonly Series[]): boolean {
  const groups = new Set(series.map((one) => labelOf(one, true))).size;
  return isGrouped(series) && groups > CROWD && series.some(({ mark = 'line' }) => mark !== 'dots');
}
