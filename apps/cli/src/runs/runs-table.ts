import { duration, percent } from '../terminal/format.ts';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';
import { differingSettings, type ListedRun } from './listed-run.ts';

/** The widest cell of a setting, in columns: architectures may be long. */
const widest = 36;

/** A table for people: the settings in which the runs differ, and what came of them. */
export function runsTable(runs: readonly ListedRun[]): string {
  const flags = differingSettings(runs).filter((flag) => flag !== 'epochs');
  const header = ['run', 'state', 'preset', ...flags, 'epochs', 'val', 'test', '95%', 'time'];
  const rows = runs.map((run) => [
    nameText(run.path, 60),
    run.state,
    nameText(run.preset),
    ...flags.map((flag) => nameText(run.settings.get(flag) ?? '', widest)),
    `${run.epochs}/${run.settings.get('epochs') ?? ''}`,
    run.validation === undefined ? '' : percent(run.validation),
    run.test ? percent(run.test.accuracy) : '',
    run.test ? run.test.interval.map((bound) => (100 * bound).toFixed(1)).join('–') : '',
    duration(run.seconds),
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
  const results = ['epochs', 'val_accuracy', 'test_accuracy', 'test_low', 'test_high', 'seconds'];
  return [
    ['run', 'state', 'preset', ...flags, ...results],
    ...runs.map(({ path, state, preset, settings, epochs, validation, test, seconds }) => [
      path,
      state,
      preset,
      ...flags.map((flag) => settings.get(flag) ?? ''),
      epochs,
      validation ?? '',
      ...(test ? [test.accuracy, ...test.interval] : ['', '', '']),
      seconds,
    ]),
  ];
}
