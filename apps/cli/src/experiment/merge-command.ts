import { join } from 'node:path';
import { mergeExperiments } from '@atelier/experiments';
import { Argument, Command, Option } from 'commander';
import { takeOverHelp } from '../option-types.ts';
import { userPath } from '../paths.ts';
import { stderr, stdout } from '../terminal/output.ts';
import { experimentNamed } from './experiment-named.ts';
import { tableText } from './line-reporter.ts';
import { asUsage } from './run.ts';

/** `experiment merge` and `search merge`: joins the results of shards, and presents them. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('merge the results of shards, and present them')
    .addArgument(new Argument('<folder...>', 'folders of shards'))
    .addOption(new Option('--out <folder>', 'folder for the merged results (default: experiments/<name>)'))
    .addOption(new Option('--take-over', takeOverHelp))
    .addOption(new Option('--json', 'print JSON'))
    .action(async (typed: string[], _options: unknown, command: Command) => {
      const {
        out,
        json,
        takeOver = false,
      }: { out?: string; json?: boolean; takeOver?: boolean } = command.optsWithGlobals();
      const merged = await asUsage(() =>
        mergeExperiments({
          sources: typed.map(userPath),
          folderFor: ({ name }) => userPath(out ?? join('experiments', name)),
          takeOver,
          experimentNamed,
        }),
      );
      for (const message of merged.damaged) stderr.write(`${message}\n`);
      const { status, presentation, duplicates, folder, files } = merged;
      const missing = merged.missing.map(({ label }) => label);
      process.exitCode = missing.length > 0 ? 1 : 0;
      if (json === true) {
        const { reading = [], table } = presentation ?? {};
        stdout.json({ type: 'end', status, missing, duplicates, reading, table, folder, files });
        return;
      }
      const say = (text: string): void => stdout.write(`${text}\n`);
      if (presentation) {
        say(tableText(presentation.table));
        for (const sentence of presentation.reading) say(`\n${sentence}`);
      }
      if (duplicates.length > 0)
        say(`\nIn more than one folder, with equal results: ${duplicates.join('; ')}`);
      if (missing.length > 0) say(`\nMissing: ${missing.join('; ')}`);
      say(`\n${folder}`);
      for (const file of files) say(`  ${file}`);
    });
}
