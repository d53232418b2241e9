import { statSync } from 'node:fs';
import { oneLine } from '@atelier/checks';
import { RunFolderError } from '@atelier/runs';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { userPath } from '../paths.ts';
import { filterRuns, sortRuns } from '../runs/choose-runs.ts';
import { findRuns } from '../runs/find-runs.ts';
import { listedRun } from '../runs/listed-run.ts';
import { runColumns } from '../runs/run-columns.ts';
import { runJson, runsCsv, runsTable } from '../runs/runs-table.ts';
import { stderr, stdout } from '../terminal/output.ts';

interface RunsOptions {
  readonly sort?: string;
  readonly filter: readonly string[];
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** `runs`: a table of the runs in a folder. */
export function runsCommand(): Command {
  return new Command('runs')
    .addArgument(new Argument('[folder]', 'where to look for runs').default('runs'))
    .addOption(new Option('--sort <key>', `${Object.keys(runColumns).join(', ')}, or the flag of a setting`))
    .addOption(
      new Option('--filter <key=value>', 'only such runs; may be repeated')
        .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
        .default([], 'all'),
    )
    .addOption(new Option('--csv', 'print a table with all digits').conflicts('json'))
    .addOption(new Option('--json', 'print one JSON object per line'))
    .addHelpText(
      'after',
      `
The settings shown are those in which the runs differ. val_accuracy is that after the last epoch; 95%, from test_low to test_high,
is the interval of the test accuracy for other test images; seconds are those of training.

Examples:
  $ atelier runs
  $ atelier runs --sort test_accuracy --filter optimizer=adam
  $ atelier runs experiments --csv > runs.csv`,
    )
    .action((typed: string, { sort, filter, json, csv }: RunsOptions) => {
      const folder = userPath(typed);
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new UsageError(`There is no folder ${folder}`);
      }
      const leftOut = (message: string): void => stderr.write(`Left out: ${message}\n`);
      const all = findRuns(folder, leftOut).flatMap((path) => {
        try {
          return [listedRun(path)];
        } catch (error) {
          if (!(error instanceof RunFolderError)) throw error;
          leftOut(oneLine(error));
          return [];
        }
      });
      const chosen = filterRuns(all, filter);
      const runs = sort === undefined ? chosen : sortRuns(chosen, sort);
      if (json === true) {
        for (const run of runs) stdout.json(runJson(run));
      } else if (csv === true) {
        for (const line of runsCsv(runs)) stdout.csv(line);
      } else if (runs.length === 0) {
        stderr.write(all.length === 0 ? `There are no runs in ${folder}\n` : 'No run is like that\n');
      } else {
        stdout.write(runsTable(runs));
      }
    });
}
