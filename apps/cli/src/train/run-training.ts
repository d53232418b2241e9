import { join } from 'node:path';
import type { Recipe } from '@atelier/presets';
import {
  appendWhole,
  CheckpointFolder,
  createRunFolder,
  type DataHashes,
  differentPart,
  type FolderLock,
  runFiles,
  type ModelMetadata,
  type RunRecord,
  writeModel,
  writeRecord,
  writeWhole,
} from '@atelier/runs';
import {
  type Callback,
  type Checkpoint,
  csvLog,
  type Engine,
  evaluate,
  fit,
  type FitResult,
  progress,
  serializeModel,
} from '@atelier/training';
import { collectGarbage } from '../collect-garbage.ts';
import { UsageError } from '../errors.ts';
import type { Reporter } from '../terminal/events.ts';
import { stdout } from '../terminal/output.ts';
import { Stopwatch } from '../stopwatch.ts';
import { versions } from '../versions.ts';
import { endingOf } from './ending-of.ts';
import type { GivenModel } from './given-model.ts';
import { reportEnd } from './report-end.ts';
import { loadRunData, type RunData } from './run-data.ts';
import { checkContext, checkpointContext, stretchedMessage, type EarlierRun } from './resume.ts';

export interface TrainingRequest {
  readonly config: Recipe;
  /** The model that it starts from; by default a new one of the recipe. */
  readonly given?: GivenModel | undefined;
  /** Of a new model's batch normalization; by default what suits the steps of an epoch. */
  readonly normMomentum?: number | undefined;
  readonly engine: Engine;
  /** An absolute path. */
  readonly folder: string;
  readonly overwrite: boolean;
  /** Takes the folder over from a process that cannot be checked. */
  readonly takeOver: boolean;
  readonly checkpointEvery: 'epoch' | number;
  /** The resumed run; the caller releases its folder. */
  readonly resumed?: { readonly record: EarlierRun; readonly lock: FolderLock };
  /** Hears of the data before anything is written, and may refuse them. */
  readonly onData?: (hashes: DataHashes) => Promise<void>;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** A run that holds its folder. */
interface Run {
  readonly data: RunData;
  readonly lock: FolderLock;
  readonly record: RunRecord;
  /** Where it continues. */
  readonly resume: Checkpoint | undefined;
  readonly checkpoints: CheckpointFolder;
}

/**
 * One run from the data to the run folder; returns its record. Nothing is written before the data is loaded and the configuration is known to
 * be valid; from then on `run.json` always says how far the run got, and a checkpoint lets it continue from there.
 */
export async function runTraining(request: TrainingRequest): Promise<RunRecord> {
  const { config, folder, given, normMomentum, overwrite, takeOver, reporter, signal, resumed } = request;
  const stopwatch = new Stopwatch();
  const checkpoints = new CheckpointFolder(folder);
  const resume =
    resumed && (await checkpoints.newest((message) => reporter.report({ type: 'notice', message })));
  const data = await loadRunData(config, { given, resume, normMomentum }, reporter, signal, stopwatch);
  await request.onData?.(data.hashes);
  const lock = resumed?.lock ?? createRunFolder(folder, overwrite, { takeOver });
  try {
    return await trainInFolder(request, { data, lock, resume, checkpoints }, stopwatch);
  } finally {
    if (!resumed) lock.release();
  }
}

async function trainInFolder(
  request: TrainingRequest,
  { data, lock, resume, checkpoints }: Omit<Run, 'record'>,
  stopwatch: Stopwatch,
): Promise<RunRecord> {
  const { config, engine, folder, reporter, resumed } = request;
  const { model } = data;
  if (resumed) checkContinues(request, data, resume);
  let record: RunRecord = {
    ...firstRecord(request, data),
    history: [...(resume?.history ?? [])],
  };
  lock.check();
  if (data.start && !resumed) {
    const start = await writeModel(folder, data.start, 'start');
    const { module } = request.given ?? {};
    record = { ...record, start: { ...start, ...(module && { module }) } };
  }
  await writeRecord(folder, record);
  reporter.report({ type: 'start', folder, engine: engine.name, parameters: record.parameters, config });
  const stretched = resume && resumed && stretchedMessage(resumed.record.config, config);
  if (stretched !== undefined) reporter.report({ type: 'notice', message: stretched });
  if (resume) reporter.report({ type: 'resume', epochs: resume.history.length, steps: resume.partial.step });

  try {
    const result = await fitModel(request, { data, lock, record, resume, checkpoints });
    stopwatch.lap('training');
    const metadata: ModelMetadata = { classNames: data.dataset.classNames, placement: data.placement };
    const files = await serializeModel(model, { ...metadata });
    lock.check();
    const hashes = await writeModel(folder, files);
    const evaluation = await evaluate(model, data.test, {
      loss: config.loss,
      labelSmoothing: config.labelSmoothing,
      engine,
    });
    // The evaluation may have taken over the memory of the training; the figures need theirs.
    await collectGarbage();
    stopwatch.lap('evaluation');
    record = {
      ...record,
      ...endingOf(result, evaluation, { config, test: data.test }),
      engine: engine.name,
      model: hashes,
    };
    const { curvesText, writeFigures } = await import('../run-folder/figures.ts');
    lock.check();
    const figures = await writeFigures(folder, record, evaluation, data.test, model);
    stopwatch.lap('figures');
    record = { ...record, timings: stopwatch.laps() };
    lock.check();
    await writeRecord(folder, record);
    const text = curvesText([{ name: config.preset, history: record.history }], stdout.columns);
    if (text !== '') reporter.report({ type: 'curves', text });
    reportEnd(request, record, evaluation, data, figures);
    return record;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Leave a run that another process took over. On a full disk this fails too; report the first failure.
    if (lock.held) await writeRecord(folder, { ...record, status: 'failed', reason }).catch(() => {});
    throw error;
  }
}

/**
 * Checks that a resumed run can continue. Says when it starts over, since it was killed before its first checkpoint.
 *
 * @throws UsageError when its checkpoint is of another configuration or other data, or it has none
 */
function checkContinues(
  { config, folder, reporter, resumed }: TrainingRequest,
  { hashes }: RunData,
  resume: Checkpoint | undefined,
): void {
  if (resume) {
    checkContext(resume, config, hashes);
    return;
  }
  if (resumed?.record.status === 'completed') {
    throw new UsageError(`The run ${folder} has no checkpoint to continue from`);
  }
  const different = resumed && differentPart(resumed.record.dataset.hashes, hashes);
  if (different) {
    const { part, recorded, found } = different;
    throw new UsageError(
      `The run ${folder} was made with other data: the SHA-256 of ${part} was ${recorded}; found ${found}`,
    );
  }
  reporter.report({
    type: 'notice',
    message: `The run ${folder} has no intact checkpoint: it starts over`,
  });
}

function firstRecord({ config, engine, resumed }: TrainingRequest, { dataset, model }: RunData): RunRecord {
  return {
    format: 1,
    status: 'running',
    config,
    engine: engine.name,
    parameters: model.countParams(),
    dataset,
    history: [],
    timings: {},
    ...(resumed?.record.start && { start: resumed.record.start }),
    versions: { ...versions() },
  };
}

/** The engine has a copy of the pixels once it has begun; fewer than these are not worth a garbage collection. */
const fewestPixels = 2 ** 24;

async function fitModel(request: TrainingRequest, run: Run): Promise<FitResult> {
  const { config, engine, folder, reporter, signal, checkpointEvery } = request;
  const { data, lock, checkpoints } = run;
  const { dataset, model } = data;
  const { epochs } = config;
  const historyFile = join(folder, runFiles.history);
  // A new file: a hard link to the old one elsewhere keeps its content.
  await writeWhole(historyFile, '');
  let recorded = run.record.history.length;
  const save = async (checkpoint: Checkpoint): Promise<void> => {
    lock.check();
    await checkpoints.save(checkpoint);
    if (checkpoint.history.length === recorded) return;
    recorded = checkpoint.history.length;
    await writeRecord(folder, { ...run.record, engine: engine.name, history: [...checkpoint.history] });
  };
  const report: Callback = {
    onEpochBegin: (epoch, { stepsPerEpoch }) =>
      reporter.report({ type: 'epoch-begin', epoch, epochs, steps: stepsPerEpoch }),
    onEpochEnd: (epochRecord) => reporter.report({ type: 'epoch', epochs, ...epochRecord }),
  };
  const { train, options } = data.takeTraining();
  let freed = train.images.length < fewestPixels;
  const freePixels: Callback = {
    async onTrainBatchEnd() {
      if (!freed) await collectGarbage();
      freed = true;
    },
  };
  return fit(model, train, {
    ...options,
    engine,
    signal,
    checkpoint: { every: checkpointEvery, save, context: checkpointContext(config, dataset.hashes) },
    callbacks: [
      freePixels,
      report,
      progress({ onUpdate: (update) => reporter.report({ type: 'progress', ...update }) }),
      csvLog((text) => {
        lock.check();
        appendWhole(historyFile, text);
      }),
      ...options.callbacks,
    ],
  });
}
