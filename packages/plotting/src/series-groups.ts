import type { Series } from './figure.ts';

/** Whether the figure overlays groups, such as runs; otherwise each series speaks for itself. */
export function isGrouped(series: readonly Series[]): boolean {
  return new Set(series.map(({ group }) => group)).size > 1;
}

/** What a legend calls a series: its group in a figure of groups, else its name. */
export function labelOf({ name, group }: Series, grouped: boolean): string {
  return grouped ? (group ?? name) : name;
}

/** More groups than this, and the dots of all of them would bury their lines. */
const CROWD = 4;

/** Whether dots must step back behind the lines. */
export function isCrowded(series: readonly Series[]): boolean {
  const groups = new Set(series.map((one) => labelOf(one, true))).size;
  return isGrouped(series) && groups > CROWD && series.some(({ mark = 'line' }) => mark !== 'dots');
}
