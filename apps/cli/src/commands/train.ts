import { chooseEngine, inferenceEngine } from '@atelier/atelier';
import {
  changeRecipe,
  defaultPreset,
  isPresetName,
  type PresetName,
  presetRecipe,
  presets,
} from '@atelier/presets';
import { layerForms } from '@atelier/presets/recipe';
import { checkRunFolder, type LockOptions, reopenRunFolder, WriteError } from '@atelier/runs';
import { Argument, Command, Option } from 'commander';
import { exitCodes, UsageError } from '../errors.ts';
import { InterruptionWatch } from '../interruption.ts';
import { dataLocation } from '../load-data.ts';
import * as types from '../option-types.ts';
import { userPath } from '../paths.ts';
import { defaultRunFolder } from '../run-folder/name.ts';
import { stderr, stdout } from '../terminal/output.ts';
import { createReporter } from '../terminal/reporters.ts';
import type { TrainOptions } from '../train/options.ts';
import { readConfig } from '../train/read-config.ts';
import { earlierRun, finishedMessage, type ResumeRequest, resumedRecipe } from '../train/resume.ts';
import { runTraining, type TrainingRequest } from '../train/run-training.ts';
import { addSettingOptions, type GivenSettings } from '../train/setting-options.ts';
import { severalRuns, trainSeveral } from '../train/several.ts';

/** `train`: trains a preset, or a variation of it, and leaves a run folder. */
export function trainCommand(): Command {
  const typed: GivenSettings = { changes: {} };
  const command = new Command('train').addArgument(
    new Argument('[preset]', 'see the command presets').argParser(types.preset).default(defaultPreset),
  );
  addSettingOptions(command, typed);
  return command
    .addOption(
      new Option('--threads <n>', 'of the engine (default: as many as cores)').argParser(types.count),
    )
    .addOption(
      new Option('--checkpoint-every <when>', 'epoch, or a number of steps: how much a kill can cost')
        .argParser(types.checkpointEvery)
        .default('epoch'),
    )
    .addOption(
      new Option('--cross-validate <k>', 'a run for each of k stratified folds').argParser(
        types.severalCount,
      ),
    )
    .addOption(
      new Option('--ensemble <k>', 'k runs that differ in their seeds, then all together').argParser(
        types.severalCount,
      ),
    )
    .addOption(
      new Option('--config <file>', 'repeat the configuration of a run.json or a run; other options on top'),
    )
    .addOption(new Option('--resume <run>', 'go on with a run that was cut short, or with more --epochs'))
    .addOption(new Option('--out <folder>', 'the run folder (default: runs/<time>-<preset>)'))
    .addOption(new Option('--overwrite', 'replace a run that is there'))
    .addOption(new Option('--take-over', types.takeOverHelp))
    .addOption(new Option('--quiet', 'print nothing but problems'))
    .addOption(new Option('--json', 'print one JSON event a line'))
    .addHelpText(
      'after',
      `
Layers, from the pixels to the classes, separated by commas:
${layerForms.map(([form, meaning]) => `  ${form.padEnd(18)}${meaning}`).join('\n')}

Examples:
  $ atelier train
  $ atelier train softmax --epochs 10 --optimizer sgd --learning-rate 0.1
  $ atelier train mlp-128 --hidden 256,128 --dropout 0.3 --patience 5
  $ atelier train --layers "conv 16 3x3, pool 2, conv 32 3x3, pool 2" --epochs 5
  $ atelier train --schedule cosine,warmup=1 --validation 0.1 --seed 7
  $ atelier train --data ./my-idx-files --out runs/mine
  $ atelier train --cross-validate 5
  $ atelier train --ensemble 5 --out runs/five
  $ atelier train --optimizer momentum --momentum 0.95 --nesterov
  $ atelier train --config runs/mine/run.json --seed 8
  $ atelier train --resume runs/mine --epochs 60`,
    )
    .action(async (preset: PresetName, options: TrainOptions) => {
      const reporter = createReporter({ ...options, stdout, stderr });
      const onNotice = (message: string): void => reporter.report({ type: 'notice', message });
      const { data, ...others } = typed.changes;
      const changes = data === undefined ? others : { ...others, data: dataLocation(data) };
      const request = { preset, changes, given: givenOptions(command) };
      const several = severalRuns(options, request.given);
      const opened =
        options.resume === undefined
          ? newRun(request, options)
          : await reopenedRun(options.resume, request, { ...options, onNotice });
      if (opened === undefined) return;
      const interruption = new InterruptionWatch();
      const engine = chooseEngine({ engine: opened.config.engine, threads: options.threads, onNotice });
      try {
        const training = {
          ...opened,
          engine,
          evaluationEngine: inferenceEngine(opened.config.engine),
          overwrite: options.overwrite === true,
          takeOver: options.takeOver === true,
          checkpointEvery: options.checkpointEvery,
          reporter,
          signal: interruption.signal,
        };
        const records = several
          ? await trainSeveral(several, training, options)
          : [await runTraining(training)];
        const diverged = records.some(({ status }) => status === 'diverged');
        process.exitCode = interruption.exitCode ?? (diverged ? exitCodes.failure : exitCodes.success);
      } catch (error) {
        // Report a full disk even after Ctrl-C.
        if (!(error instanceof WriteError)) interruption.throwIfInterrupted();
        throw error;
      } finally {
        opened.resumed?.lock.release();
        reporter.clear();
        interruption.stop();
      }
    });
}

/** A run that `train` starts or resumes. */
type OpenedRun = Pick<TrainingRequest, 'config' | 'folder' | 'resumed'>;

function newRun({ preset, changes, given }: ResumeRequest, options: TrainOptions): OpenedRun {
  const base =
    options.config === undefined ? presetRecipe(presets[preset]) : readConfig(userPath(options.config));
  if (given.has('preset') && preset !== base.preset) {
    throw new UsageError(
      `The preset ${preset} conflicts with --config ${options.config}, whose run was made with ${base.preset}`,
    );
  }
  const config = changeRecipe(base, changes);
  const folder =
    options.out === undefined
      ? defaultRunFolder(isPresetName(config.preset) ? config.preset : 'run', new Date())
      : userPath(options.out);
  checkRunFolder(folder, options.overwrite === true);
  return { config, folder };
}

/** The run of `--resume`, locked; `undefined` when it is finished, which the user is told. */
async function reopenedRun(
  run: string,
  request: ResumeRequest,
  { takeOver, onNotice }: LockOptions & { readonly onNotice: (message: string) => void },
): Promise<OpenedRun | undefined> {
  const folder = userPath(run);
  const { epochs } = resumedRecipe(await earlierRun(folder, request, onNotice), request);
  const lock = reopenRunFolder(folder, { takeOver: takeOver === true });
  try {
    // Read again, now that no other process can write it.
    const record = await earlierRun(folder, request, () => {});
    const finished = finishedMessage(folder, record, epochs);
    if (finished === undefined) {
      return { config: resumedRecipe(record, request), folder, resumed: { record, lock } };
    }
    const { status } = record;
    if (status === 'diverged' || (status === 'stopped' && request.given.has('epochs'))) {
      throw new UsageError(finished);
    }
    onNotice(finished);
    lock.release();
    return undefined;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The options that the user typed, with their flags, and the argument as `preset`. */
function givenOptions(command: Command): Map<string, string> {
  const given = new Map(
    command.options
      .filter((option) => !option.negate)
      .map((option) => [option.attributeName(), option.long ?? option.flags] as const)
      .filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  );
  if (command.args.length > 0) given.set('preset', 'preset');
  return given;
}
