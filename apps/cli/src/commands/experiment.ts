import { stderr, stdout } from '../terminal/output.ts';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { oneLine } from '@atelier/checks';
import {
  type Experiment,
  experiments,
  mergeExperiments,
  parseShard,
  planLimits,
  type Shard,
  wholeShard,
} from '@atelier/experiments';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { tableText } from '../experiment/line-reporter.ts';
import { experimentReporter } from '../experiment/reporters.ts';
import { asUsage, runExperimentCommand } from '../experiment/run.ts';
import { dataLocation } from '../load-data.ts';
import * as types from '../option-types.ts';
import { userPath } from '../paths.ts';

interface RunOptions {
  readonly data: string;
  readonly epochs?: number;
  readonly limit?: number;
  readonly seeds?: number;
  readonly workers: number;
  readonly out?: string;
  readonly takeOver?: boolean;
  readonly shard: Shard;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `experiment`: tests a claim, lists the claims, merges results. */
export function experimentCommand(): Command {
  return new Command('experiment')
    .addArgument(new Argument('<name>', 'see experiment list').argParser((text) => experimentNamed(text)))
    .addOption(
      new Option('--data <name|path>', 'fashion-mnist, mnist, or a path to data in any format').default(
        'fashion-mnist',
      ),
    )
    .addOption(
      new Option('--epochs <n>', "passes of each trial (default: the experiment's)").argParser(
        types.countTo(planLimits.epochs),
      ),
    )
    .addOption(
      new Option(
        '--limit <n>',
        "use only the first n training images (default: the experiment's, or all)",
      ).argParser(types.countTo(planLimits.limit)),
    )
    .addOption(
      new Option('--seeds <k>', "repeat each trial with k seeds (default: the experiment's)").argParser(
        types.countTo(planLimits.seeds),
      ),
    )
    .addOption(
      new Option('--workers <n>', 'trials to run in parallel')
        .argParser(types.countTo(planLimits.workers))
        .default(availableParallelism(), 'one a core'),
    )
    .addOption(new Option('--out <folder>', 'folder for the results (default: experiments/<name>)'))
    .addOption(
      new Option('--shard <i/n>', 'run only every n-th trial, from the i-th on')
        .argParser(shard)
        .default(wholeShard, 'the whole'),
    )
    .addOption(new Option('--take-over', types.takeOverHelp))
    .addOption(new Option('--quiet', 'print only problems'))
    .addOption(new Option('--json', 'print one JSON event per line'))
    .addHelpText(
      'after',
      `
Started again with the same options, an experiment goes on where it ended.

Examples:
  $ atelier experiment list
  $ atelier experiment learning-rate --limit 2000 --epochs 2
  $ atelier experiment width-vs-depth --seeds 3 --workers 4
  $ atelier experiment dropout --shard 1/2 --out shards/1
  $ atelier experiment merge shards/1 shards/2 --out dropout`,
    )
    .addCommand(listCommand())
    .addCommand(mergeCommand())
    .action(async (experiment: Experiment, options: RunOptions) => {
      const { data, epochs, seeds, limit, workers, out } = options;
      process.exitCode = await runExperimentCommand({
        experiment,
        data: dataLocation(data),
        epochs: epochs ?? experiment.defaults.epochs,
        seeds: seeds ?? experiment.defaults.seeds,
        limit: limit ?? experiment.defaults.limit,
        workers,
        shard: options.shard,
        folder: userPath(out ?? join('experiments', experiment.name)),
        takeOver: options.takeOver === true,
        reporter: experimentReporter({ ...options, stdout, stderr }),
      });
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('list the experiments')
    .addOption(new Option('--json', 'print JSON'))
    .action((_options: unknown, command: Command) => {
      if (command.optsWithGlobals()['json'] === true) {
        const all = experiments.map(({ name, question, summary, defaults }) => ({
          name,
          question,
          summary,
          ...defaults,
        }));
        stdout.json(all);
        return;
      }
      const width = Math.max(...experiments.map(({ name }) => name.length));
      for (const { name, summary } of experiments) stdout.write(`${name.padEnd(width)}  ${summary}\n`);
    });
}

function mergeCommand(): Command {
  return new Command('merge')
    .description('merge the results of shards, and present them')
    .addArgument(new Argument('<folder...>', 'folders of shards'))
    .addOption(new Option('--out <folder>', 'folder for the merged results (default: experiments/<name>)'))
    .action(async (typed: string[], _options: unknown, command: Command) => {
      const {
        out,
        json,
        takeOver = false,
      }: { out?: string; json?: boolean; takeOver?: boolean } = command.optsWithGlobals();
      const merged = await asUsage(
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

function experimentNamed(name: string): Experiment {
  const known = types.oneOf(
    'experiment',
    experiments.map((each) => each.name),
    name,
  );
  return experiments.find((each) => each.name === known)!;
}

function shard(text: string): Shard {
  try {
    return parseShard(text);
  } catch (error) {
    throw new InvalidArgumentError(oneLine(error));
  }
}
