import type { TrialResult } from '../result.ts';

/** Results as CSV (RFC 4180), one trial per line: its identity, then every scalar of its outcome. */
export function resultsCsv(results: readonly TrialResult[]): string {
  const rows = results.map(({ id, label, seed, outcome }) => ({ id, label, seed, ...scalars(outcome, '') }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => {
    const cells: Record<string, Scalar | undefined> = row;
    return columns.map((column) => cell(cells[column])).join(',');
  });
  return [columns.join(','), ...lines, ''].join('\r\n');
}

type Scalar = string | number;

/** Values that are not lists, by path: `test_accuracy`. */
function scalars(value: object, prefix: string): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]: [string, unknown]) => {
      if (Array.isArray(entry) || entry === undefined) return [];
      if (typeof entry === 'object' && entry !== null) {
        return Object.entries(scalars(entry, `${prefix}${key}_`));
      }
      return typeof entry === 'number' || typeof entry === 'string' ? [[`${prefix}${key}`, entry]] : [];
    }),
  );
}

function cell(value: Scalar | undefined): string {
  const text = value === undefined || Number.isNaN(value) ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
