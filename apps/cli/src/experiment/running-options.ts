import { availableParallelism } from 'node:os';
import { parseShard, planLimits, type Shard, wholeShard } from '@atelier/experiments';
import { oneLine } from '@atelier/checks';
import { type Command, InvalidArgumentError, Option } from 'commander';
import * as types from '../option-types.ts';

/** How trials are run, and where their results go. */
export interface RunningOptions {
  readonly seeds?: number;
  readonly workers: number;
  readonly out?: string;
  readonly takeOver?: boolean;
  readonly shard: Shard;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/**
 * Adds the options of {@link RunningOptions} to a command.
 *
 * @param defaults in words: of the seeds, and of the folder
 */
export function addRunningOptions(
  command: Command,
  defaults: { readonly seeds: string; readonly out: string },
): Command {
  return command
    .addOption(
      new Option('--seeds <k>', `repeat each trial with k seeds (default: ${defaults.seeds})`).argParser(
        types.countTo(planLimits.seeds),
      ),
    )
    .addOption(
      new Option('--workers <n>', 'trials to run in parallel')
        .argParser(types.countTo(planLimits.workers))
        .default(availableParallelism(), 'one a core'),
    )
    .addOption(new Option('--out <folder>', `folder for the results (default: ${defaults.out})`))
    .addOption(
      new Option('--shard <i/n>', 'run only every n-th trial, from the i-th on')
        .argParser(shard)
        .default(wholeShard, 'the whole'),
    )
    .addOption(new Option('--take-over', types.takeOverHelp))
    .addOption(new Option('--quiet', 'print only problems'))
    .addOption(new Option('--json', 'print one JSON event per line'));
}

function shard(text: string): Shard {
  try {
    return parseShard(text);
  } catch (error) {
    throw new InvalidArgumentError(oneLine(error));
  }
}
