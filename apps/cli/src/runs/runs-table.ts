import { percent } from '../terminal/format.ts';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';
import { differingSettings, type ListedRun } from './listed-run.ts';
import { runColumns } from './run-columns.ts';

/** The widest cell of a setting, in columns: architectures may be long. */
const widest = 36;

/** A table for people: the settings in which the runs differ, and what came of them. */
export function runsTable(runs: readonly ListedRun[]): string {
  const flags = differingSettings(runs).filter((flag) => flag !== 'epochs');
  const header = [
    'run',
    'state',
    'preset',
    ...flags,
    'epochs',
    'val_accuracy',
    'test_accuracy',
    '95%',
    'seconds',
  ];
  const rows = runs.map((run) => [
    nameText(run.path, 60),
    run.state,
    nameText(run.preset),
    ...flags.map((flag) => nameText(run.settings.get(flag) ?? '', widest)),
    `${run.epochs}/${run.settings.get('epochs') ?? ''}`,
    run.validation === undefined ? '' : percent(run.validation),
    run.test ? percent(run.test.accuracy) : '',
    run.test ? run.test.interval.map((bound) => (100 * bound).toFixed(1)).join('–') : '',
    run.seconds.toFixed(1),
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((cells) => columnsOf(cells[column] ?? ''))),
  );
  return [header, ...rows]
    .map((cells) => cells.map((cell, column) => padColumns(cell, widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** The same with all digits: a header, then one line per run. */
export function runsCsv(runs: readonly ListedRun[]): (string | number)[][] {
  const flags = differingSettings(runs).filter((flag) => flag !== 'epochs');
  const { run: path, state, preset, ...results } = runColumns;
  const first = { run: path, state, preset };
  return [
    [...Object.keys(first), ...flags, ...Object.keys(results)],
    ...runs.map((run) => [
      ...Object.values(first).map((column) => column(run)),
      ...flags.map((flag) => run.settings.get(flag) ?? ''),
      ...Object.values(results).map((column) => column(run) ?? ''),
    ]),
  ];
}

/** The same as an object, with every setting. */
export function runJson(run: ListedRun): Record<string, unknown> {
  const facts = Object.entries(runColumns).map(([name, column]) => [name, column(run)]);
  return { ...Object.fromEntries(facts), settings: Object.fromEntries(run.settings) };
}
