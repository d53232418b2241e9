import { checkName } from '@atelier/checks';
import { settings } from '@atelier/presets/recipe';
import { UsageError } from '../errors.ts';
import type { ListedRun } from './listed-run.ts';
import { runColumns } from './run-columns.ts';

const keys = [...new Set([...Object.keys(runColumns), ...settings.map(({ flag }) => flag)])];

/** Only those runs whose value is that of each `key=value`. */
export function filterRuns(runs: readonly ListedRun[], conditions: readonly string[]): ListedRun[] {
  const parsed = conditions.map((condition) => {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(condition) ?? [];
    if (key === '') throw new UsageError(`A filter is key=value, such as optimizer=adam; found ${condition}`);
    return [checked('filter', key), value] as const;
  });
  return runs.filter((run) =>
    parsed.every(([key, value]) => isEqual(String(valueOf(run, key) ?? ''), value)),
  );
}

/** The same text, or the same number: 1e-3 is 0.001. */
function isEqual(found: string, wanted: string): boolean {
  return found === wanted || (found !== '' && wanted.trim() !== '' && Number(found) === Number(wanted));
}

/** Accuracies from the best, anything else from the smallest; runs without the value come last, in their order. */
export function sortRuns(runs: readonly ListedRun[], key: string): ListedRun[] {
  const name = checked('sort key', key);
  const sign = name.endsWith('accuracy') ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [first, second] = [valueOf(a, name), valueOf(b, name)];
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    return sign * compare(first, second);
  });
}

function valueOf(run: ListedRun, key: string): string | number | undefined {
  // `--epochs` is the setting; finished ones are what a list of runs is about.
  const column = Object.entries(runColumns).find(([name]) => name === key)?.[1];
  return column ? column(run) : run.settings.get(key);
}

/** Numbers, also those in texts, by their size. */
function compare(a: string | number, b: string | number): number {
  const difference = Number(a) - Number(b);
  if (Number.isFinite(difference)) return difference;
  return String(a).localeCompare(String(b), 'en');
}

function checked(what: string, key: string): string {
  return checkName(what, key.replace(/^--/, ''), keys);
}
