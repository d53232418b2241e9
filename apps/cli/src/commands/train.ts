import { stderr, stdout } from '../terminal/output.ts';
import { defaultPreset, type PresetName } from '@atelier/presets';
import { checkRunFolder, readRecord, reopenRunFolder, WriteError } from '@atelier/runs';
import { Argument, Command, Option } from 'commander';
import { chooseEngine, engineNames, type EngineOption, inferenceEngine } from '../engine-choice.ts';
import { exitCodes, UsageError } from '../errors.ts';
import { InterruptionWatch } from '../interruption.ts';
import { dataLocation } from '../load-data.ts';
import * as types from '../option-types.ts';
import { userPath } from '../paths.ts';
import { defaultRunFolder } from '../run-folder/name.ts';
import { createReporter } from '../terminal/reporters.ts';
import { runConfig, type TrainOptions } from '../train/options.ts';
import { severalRuns, trainSeveral } from '../train/several.ts';
import { finishedMessage, resumedConfig } from '../train/resume.ts';
import { runTraining, type TrainingRequest } from '../train/run-training.ts';

/** `train`: trains a preset, or a variation of it, and leaves a run folder. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train a model and leave a run folder: model, history, figures, report')
    .addArgument(
      new Argument('[preset]', 'see the command presets').argParser(types.preset).default(defaultPreset),
    )
    .addOption(
      new Option('--data <name|folder>', 'fashion-mnist, mnist, or a folder of four IDX files').default(
        'fashion-mnist',
      ),
    )
    .addOption(new Option('--epochs <n>', 'passes over the training set').argParser(types.count))
    .addOption(new Option('--batch-size <n>', 'images a step').argParser(types.count))
    .addOption(
      new Option('--optimizer <name>', 'sgd, momentum, rmsprop, adam, adamw').argParser(types.optimizer),
    )
    .addOption(new Option('--learning-rate <rate>', 'above 0').argParser(types.positive))
    .addOption(
      new Option(
        '--schedule <schedule>',
        'constant; step[,every=10,factor=0.5]; exponential[,factor=0.95]; cosine[,warmup=2] (in epochs)',
      ).argParser(types.schedule),
    )
    .addOption(
      new Option('--hidden <units>', 'units of the hidden layers: 128 or 256,128 or none').argParser(
        types.hiddenUnits,
      ),
    )
    .addOption(
      new Option(
        '--activation <name>',
        'of the hidden layers: relu, leakyRelu, elu, tanh, sigmoid, linear',
      ).argParser(types.activation),
    )
    .addOption(
      new Option('--dropout <rate>', 'after each hidden layer, 0 to below 1').argParser(types.dropoutRate),
    )
    .addOption(new Option('--l1 <factor>', 'L1 kernel regularizer').argParser(types.notNegative))
    .addOption(new Option('--l2 <factor>', 'L2 kernel regularizer').argParser(types.notNegative))
    .addOption(
      new Option(
        '--augment <changes>',
        'of training images, at random: shift=2,flip,erase=8 (pixels) or none',
      ).argParser(types.augmentation),
    )
    .addOption(
      new Option('--validation <what>', 'test, none, or a fraction of the training set')
        .argParser(types.validation)
        .default('test'),
    )
    .addOption(
      new Option(
        '--patience <epochs>',
        'stop when the (validation) loss has not improved for so long, and keep the best',
      ).argParser(types.count),
    )
    .addOption(new Option('--limit <n>', 'train on the first images only').argParser(types.count))
    .addOption(new Option('--seed <n>', 'same seed, same numbers').argParser(types.seed).default(0))
    .addOption(
      new Option('--engine <name>', engineNames.join(', '))
        .argParser((text): EngineOption => types.oneOf('engine', engineNames, text))
        .default('auto'),
    )
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
    .addOption(new Option('--resume <run>', 'go on with a run that was cut short, or with more --epochs'))
    .addOption(new Option('--out <folder>', 'the run folder (default: runs/<time>-<preset>)'))
    .addOption(new Option('--overwrite', 'replace a run that is there'))
    .addOption(new Option('--quiet', 'print nothing but problems'))
    .addOption(new Option('--json', 'print one JSON event a line'))
    .addHelpText(
      'after',
      `
Examples:
  $ atelier train
  $ atelier train softmax --epochs 10 --optimizer sgd --learning-rate 0.1
  $ atelier train mlp-128 --hidden 256,128 --dropout 0.3 --patience 5
  $ atelier train --schedule cosine,warmup=1 --validation 0.1 --seed 7
  $ atelier train --data ./my-idx-files --out runs/mine
  $ atelier train --cross-validate 5
  $ atelier train --ensemble 5 --out runs/five
  $ atelier train --resume runs/mine --epochs 60`,
    )
    .action(
      async (preset: PresetName, options: TrainOptions & { engine: EngineOption }, command: Command) => {
        const reporter = createReporter({ ...options, stdout, stderr });
        const onNotice = (message: string): void => reporter.report({ type: 'notice', message });
        const several = severalRuns(options, givenOptions(command));
        const opened =
          options.resume === undefined
            ? newRun(preset, options)
            : reopenedRun(preset, options, givenOptions(command), onNotice);
        if (opened === undefined) return;
        const interruption = new InterruptionWatch();
        const engineName = types.oneOf('engine', engineNames, opened.config.engine);
        const engine = chooseEngine({ engine: engineName, threads: options.threads, onNotice });
        try {
          const request = {
            ...opened,
            engine,
            evaluationEngine: inferenceEngine(engineName),
            overwrite: options.overwrite === true,
            checkpointEvery: options.checkpointEvery,
            reporter,
            signal: interruption.signal,
          };
          const records = several
            ? await trainSeveral(several, request, options)
            : [await runTraining(request)];
          const diverged = records.some(({ status }) => status === 'diverged');
          process.exitCode = interruption.exitCode ?? (diverged ? exitCodes.failure : exitCodes.success);
        } catch (error) {
          // A disk that is full is worth a word also when the user has had enough.
          if (!(error instanceof WriteError)) interruption.throwIfInterrupted();
          throw error;
        } finally {
          opened.resumed?.lock.release();
          reporter.clear();
          interruption.stop();
        }
      },
    );
}

/** A run as `train` begins it, or goes on with it. */
type OpenedRun = Pick<TrainingRequest, 'config' | 'folder' | 'resumed'>;

function newRun(preset: PresetName, options: TrainOptions): OpenedRun {
  const config = runConfig(preset, { ...options, data: dataLocation(options.data) });
  const folder = options.out === undefined ? defaultRunFolder(preset, new Date()) : userPath(options.out);
  checkRunFolder(folder, options.overwrite === true);
  return { config, folder };
}

/** The run of `--resume`, kept from other processes; nothing when it is finished, which the user hears. */
function reopenedRun(
  preset: string,
  options: TrainOptions,
  given: ReadonlyMap<string, string>,
  onNotice: (message: string) => void,
): OpenedRun | undefined {
  const folder = userPath(options.resume ?? '');
  const request = { preset, options: { ...options, data: dataLocation(options.data) }, given };
  const { epochs } = resumedConfig(readRecord(folder), request);
  const lock = reopenRunFolder(folder);
  try {
    // Read again, now that nobody else can write it.
    const record = readRecord(folder);
    const finished = finishedMessage(folder, record, epochs);
    if (finished === undefined) {
      return { config: resumedConfig(record, request), folder, resumed: { record, lock } };
    }
    const { status } = record;
    if (status === 'diverged' || (status === 'stopped' && given.has('epochs')))
      throw new UsageError(finished);
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
      .map((option) => [option.attributeName(), option.long ?? option.flags] as const)
      .filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  );
  if (command.args.length > 0) given.set('preset', 'preset');
  return given;
}
