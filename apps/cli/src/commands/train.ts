import { chooseEngine } from '@atelier/atelier';
import { defaultPreset } from '@atelier/presets';
import { layerForms } from '@atelier/presets/recipe';
import { type LockOptions, reopenRunFolder, type SeveralRuns, WriteError } from '@atelier/runs';
import { Argument, Command, Option } from 'commander';
import { exitCodes, UsageError } from '../errors.ts';
import { InterruptionWatch } from '../interruption.ts';
import { dataLocation, missingData } from '../load-data.ts';
import { pixelsOption } from '../open-model.ts';
import * as types from '../option-types.ts';
import { runFolderPath, runPath } from '../run-path.ts';
import { stderr, stdout } from '../terminal/output.ts';
import { createReporter } from '../terminal/reporters.ts';
import { threadsOption } from '../threads-option.ts';
import { checkEffect } from '../train/check-effect.ts';
import { givenAtStart, givenToAll } from '../train/given-model.ts';
import { isModule } from '../train/model-module.ts';
import { type NewRun, newRun } from '../train/new-run.ts';
import type { TrainOptions } from '../train/options.ts';
import { planOf, reopenPlan } from '../train/resume-several.ts';
import { earlierRun, finishedMessage, type ResumeRequest, resumedRecipe } from '../train/resume.ts';
import { runTraining, type TrainingRequest } from '../train/run-training.ts';
import { addSettingOptions, type GivenSettings } from '../train/setting-options.ts';
import { severalRuns, type SeveralRequest, trainSeveral } from '../train/several.ts';

/** `train`: trains a preset, a variation of it, or a given model, and leaves a run folder. */
export function trainCommand(): Command {
  const typed: GivenSettings = { changes: {} };
  const command = new Command('train').addArgument(
    new Argument('[preset]', 'see the command presets; or the path of a module that exports createModel')
      .argParser((typedName: string): string => (isModule(typedName) ? typedName : types.preset(typedName)))
      .default(defaultPreset),
  );
  addSettingOptions(command, typed);
  return command
    .addOption(pixelsOption())
    .addOption(threadsOption())
    .addOption(
      new Option('--checkpoint-every <when>', 'save a checkpoint every epoch, or every n steps')
        .argParser(types.checkpointEvery)
        .default('epoch'),
    )
    .addOption(
      new Option('--cross-validate <k>', 'one run for each of k stratified folds').argParser(
        types.severalCount,
      ),
    )
    .addOption(
      new Option('--ensemble <k>', 'k runs with different seeds, then their ensemble').argParser(
        types.severalCount,
      ),
    )
    .addOption(
      new Option('--config <file>', 'repeat the configuration of a run.json or a run; other options on top'),
    )
    .addOption(
      new Option(
        '--resume <run>',
        'go on with a run, or several, that were cut short, or with more --epochs',
      ),
    )
    .addOption(new Option('--out <folder>', 'the run folder (default: runs/<time>-<preset>)'))
    .addOption(new Option('--overwrite', 'replace an existing run'))
    .addOption(new Option('--take-over', types.takeOverHelp))
    .addOption(new Option('--quiet', 'print only problems'))
    .addOption(new Option('--json', 'print one JSON event per line'))
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
  $ atelier train --resume runs/five
  $ atelier train --optimizer momentum --momentum 0.95 --nesterov
  $ atelier train --config runs/mine/run.json --seed 8
  $ atelier train --resume runs/mine --epochs 60
  $ atelier train --from runs/mine --data ./my-pictures --freeze "conv_*,norm_*"
  $ atelier train ./my-model.js`,
    )
    .action(async (preset: string, options: TrainOptions) => {
      const reporter = createReporter({ ...options, stdout, stderr });
      const onNotice = (message: string): void => reporter.report({ type: 'notice', message });
      const { data, from, ...others } = typed.changes;
      const changes = {
        ...others,
        ...(data !== undefined && { data: dataLocation(data) }),
        ...(from !== undefined && { from: from === null ? null : runPath(from) }),
      };
      const request = { preset, changes, given: givenOptions(command) };
      const asked = severalRuns(options, request.given);
      const opened =
        options.resume === undefined
          ? { ...(await newRun(request, { ...options, onNotice }, asked)), several: asked }
          : await reopened(options.resume, asked, request, { ...options, onNotice });
      if (opened === undefined) return;
      const interruption = new InterruptionWatch();
      const engine = chooseEngine({ engine: opened.config.engine, threads: options.threads, onNotice });
      try {
        const { config, given, folder, several, resumed, plan } = opened;
        if (options.resume === undefined) checkEffect(config, (name) => request.given.has(name));
        const training = {
          config,
          given,
          folder,
          engine,
          overwrite: options.overwrite === true,
          takeOver: options.takeOver === true,
          checkpointEvery: options.checkpointEvery,
          reporter,
          signal: interruption.signal,
        };
        const records = several
          ? await trainSeveral(several, { ...training, resumed: plan }, options)
          : [await runTraining({ ...training, ...(resumed && { resumed }) })];
        const diverged = records.some(({ status }) => status === 'diverged');
        process.exitCode = interruption.exitCode ?? (diverged ? exitCodes.failure : exitCodes.success);
      } catch (error) {
        // Report a full disk even after Ctrl-C.
        if (!(error instanceof WriteError)) interruption.throwIfInterrupted();
        throw options.resume === undefined ? error : missingData(error, opened.folder, opened.config);
      } finally {
        (opened.resumed ?? opened.plan)?.lock.release();
        await opened.module?.close();
        reporter.clear();
        interruption.stop();
      }
    });
}

/** A run, or several, that `train` starts or resumes. */
interface OpenedRun extends NewRun, Pick<TrainingRequest, 'resumed'> {
  readonly several?: SeveralRuns | undefined;
  readonly plan?: SeveralRequest['resumed'];
}

interface ReopenOptions extends LockOptions {
  readonly onNotice: (message: string) => void;
}

/** The run or runs of `--resume`, locked; `undefined` when they are finished, which the user is told. */
async function reopened(
  typed: string,
  several: SeveralRuns | undefined,
  request: ResumeRequest,
  options: ReopenOptions,
): Promise<OpenedRun | undefined> {
  const folder = runFolderPath(typed);
  const plan = planOf(folder, several, request.given);
  if (!plan) return reopenedRun(folder, request, options);
  const reopenedPlan = reopenPlan(folder, plan, request, options);
  if (!reopenedPlan) return undefined;
  const given = givenToAll(folder, reopenedPlan.plan);
  return { folder, config: reopenedPlan.config, given, several: plan, plan: reopenedPlan };
}

/** A resumed run, locked; `undefined` when it is finished. */
async function reopenedRun(
  folder: string,
  request: ResumeRequest,
  { takeOver, onNotice }: ReopenOptions,
): Promise<OpenedRun | undefined> {
  const { epochs } = resumedRecipe(await earlierRun(folder, request, onNotice), request);
  const lock = reopenRunFolder(folder, { takeOver: takeOver === true });
  try {
    // Read again, now that no other process can write it.
    const record = await earlierRun(folder, request, () => {});
    const finished = finishedMessage(folder, record, epochs);
    if (finished === undefined) {
      const given = givenAtStart(folder, record);
      return { config: resumedRecipe(record, request), given, folder, resumed: { record, lock } };
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
