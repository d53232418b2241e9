import { join } from 'node:path';
import { searchExperiment, searchLimits } from '@atelier/experiments';
import {
  changeRecipe,
  defaultPreset,
  type PresetName,
  presetRecipe,
  presets,
  type RecipeChanges,
} from '@atelier/presets';
import { chooseValidation, settings } from '@atelier/presets/recipe';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { mergeCommand } from '../experiment/merge-command.ts';
import { experimentReporter } from '../experiment/reporters.ts';
import { asUsage, runExperimentCommand } from '../experiment/run.ts';
import { addRunningOptions, type RunningOptions } from '../experiment/running-options.ts';
import { dataLocation } from '../load-data.ts';
import * as types from '../option-types.ts';
import { userPath } from '../paths.ts';
import { stderr, stdout } from '../terminal/output.ts';
import { checkEffect } from '../train/check-effect.ts';
import { addSettingOptions, type GivenSettings } from '../train/setting-options.ts';

interface SearchOptions extends RunningOptions {
  readonly vary: readonly string[];
  readonly trials: number;
  readonly rungs: number;
  readonly lrFinder?: boolean;
}

/** Trials run on the fast engine, each on one thread, and start from new weights. */
const notHere: ReadonlySet<string> = new Set(['engine', 'from', 'freeze']);

/** `search`: looks for the best settings of a recipe. */
export function searchCommand(): Command {
  const typed: GivenSettings = { changes: {} };
  const command = new Command('search')
    .addArgument(
      new Argument('[preset]', 'see the command presets').argParser(types.preset).default(defaultPreset),
    )
    .addOption(
      new Option(
        '--vary <setting=values>',
        'values of a setting: hidden=32|64, learning-rate=log(1e-4,1e-1), dropout=uniform(0,0.5); for each setting again',
      )
        .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
        .default([], 'none'),
    )
    .addOption(
      new Option('--trials <n>', 'candidates, drawn at random where there are more')
        .argParser(types.countTo(searchLimits.trials))
        .default(30),
    )
    .addOption(
      new Option('--rungs <n>', 'each rung leaves a third, trained three times as long; 1 trains all in full')
        .argParser(types.countTo(searchLimits.rungs))
        .default(3),
    )
    .addOption(
      new Option(
        '--lr-finder',
        'one pass with a growing learning rate instead, which suggests one',
      ).conflicts(['vary', 'trials', 'rungs', 'epochs', 'learningRate', 'schedule']),
    );
  const names = settings.map(({ name }) => name).filter((name) => !notHere.has(name));
  addSettingOptions(command, typed, names);
  return addRunningOptions(command, {
    seeds: '1; of --lr-finder 3',
    out: 'experiments/search-<preset>, or lr-finder-<preset>',
  })
    .addHelpText(
      'after',
      `
Lists are tried in all combinations, if --trials allows. Candidates are compared by validation images, held out of the training images;
the test images are not looked at. Started again with the same options, a search goes on where it ended.

Examples:
  $ atelier search --vary 'learning-rate=log(1e-4,1e-1)' --vary 'hidden=32|64|128' --trials 30
  $ atelier search cnn --vary 'dropout=uniform(0,0.6)' --epochs 9 --limit 10000
  $ atelier search --vary 'hidden=32|64' --shard 1/2 --out shards/1
  $ atelier search merge shards/1 shards/2 --out best
  $ atelier search mlp-128 --lr-finder --optimizer sgd`,
    )
    .addCommand(mergeCommand())
    .action(async (preset: PresetName, options: SearchOptions) => {
      const { vary, trials, rungs, lrFinder = false, seeds, workers, out } = options;
      if (vary.length === 0 && !lrFinder) {
        throw new UsageError('A search needs settings to vary, such as --vary hidden=32|64, or --lr-finder');
      }
      const { data, ...others } = typed.changes;
      const changes = { ...others, ...(data !== undefined && { data: dataLocation(data) }) };
      if (changes.validation === 'test' || changes.validation === 'none') {
        throw new UsageError(
          `--validation ${changes.validation} leaves a search nothing to choose by but the test images`,
        );
      }
      checkOnlyVaried(vary, changes);
      const base = presetRecipe(presets[preset]);
      const recipe = changeRecipe(base, chooseValidation(base, changes));
      const variesLayers = vary.some((text) => /^(hidden|layers)=/.test(text));
      checkEffect(recipe, (name) => name in changes && (name === 'sample' || !variesLayers));
      const mode = lrFinder
        ? ({ name: 'lr-finder' } as const)
        : ({ name: 'halving', vary, trials, rungs } as const);
      const experiment = await asUsage(() => searchExperiment(recipe, mode));
      process.exitCode = await runExperimentCommand({
        experiment,
        data: recipe.data,
        size: recipe.size,
        channels: recipe.channels,
        classNames: recipe.classNames,
        epochs: lrFinder ? 1 : recipe.epochs,
        seeds: seeds ?? experiment.defaults.seeds,
        limit: recipe.limit ?? undefined,
        workers,
        shard: options.shard,
        folder: userPath(out ?? join('experiments', experiment.name)),
        takeOver: options.takeOver === true,
        reporter: experimentReporter({ ...options, stdout, stderr }),
      });
    });
}

/** @throws UsageError for a setting that is given and varies, too */
function checkOnlyVaried(vary: readonly string[], changes: RecipeChanges): void {
  for (const { flag, name, shortFor } of settings.filter((each) =>
    vary.some((text) => text.startsWith(`${each.flag}=`)),
  )) {
    const given = settings.find(
      (each) => (each.name === name || each.name === shortFor) && each.name in changes,
    );
    if (given) throw new UsageError(`--${given.flag} conflicts with --vary ${flag}`);
  }
}
