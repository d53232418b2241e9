import { join } from 'node:path';
import { type Experiment, experiments, planLimits } from '@atelier/experiments';
import { Argument, Command, Option } from 'commander';
import { experimentNamed } from '../experiment/experiment-named.ts';
import { mergeCommand } from '../experiment/merge-command.ts';
import { experimentReporter } from '../experiment/reporters.ts';
import { runExperimentCommand } from '../experiment/run.ts';
import { addRunningOptions, type RunningOptions } from '../experiment/running-options.ts';
import { dataLocation } from '../load-data.ts';
import * as types from '../option-types.ts';
import { userPath } from '../paths.ts';
import { stderr, stdout } from '../terminal/output.ts';

interface RunOptions extends RunningOptions {
  readonly data: string;
  readonly epochs?: number;
  readonly limit?: number;
}

/** `experiment`: tests a claim, lists the claims, merges results. */
export function experimentCommand(): Command {
  const command = new Command('experiment')
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
        "use only n training images: the first ones, of your own data random ones (default: the experiment's, or all)",
      ).argParser(types.countTo(planLimits.limit)),
    );
  return addRunningOptions(command, { seeds: "the experiment's", out: 'experiments/<name>' })
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
