import { isPresetName } from '@atelier/presets';
import { type DataHashes, differentPart, type RunConfig, type RunRecord } from '@atelier/runs';
import { type Checkpoint, CheckpointError, type JsonValue } from '@atelier/training';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { runConfig, type TrainOptions } from './options.ts';

/** What the user typed beside `--resume`. */
export interface ResumeRequest {
  readonly preset: string;
  readonly options: TrainOptions;
  /** The options that were typed, by name, with their flags; the preset as `preset`. */
  readonly given: ReadonlyMap<string, string>;
}

/** What each option decides. Options that are not here (`--threads`, `--quiet`) change no number. */
const decided: Readonly<Record<string, (config: RunConfig) => unknown>> = {
  preset: ({ preset }) => preset,
  data: ({ data }) => data,
  batchSize: ({ batchSize }) => batchSize,
  optimizer: ({ optimizer }) => optimizer.name,
  learningRate: ({ optimizer }) => optimizer.learningRate,
  schedule: ({ schedule }) => schedule,
  hidden: ({ hidden }) => hidden,
  activation: ({ activation }) => activation,
  dropout: ({ dropout }) => dropout,
  l1: ({ l1 }) => l1,
  l2: ({ l2 }) => l2,
  augment: ({ augment }) => augment,
  validation: ({ validation }) => validation,
  patience: ({ patience }) => patience,
  limit: ({ limit }) => limit,
  seed: ({ seed }) => seed,
  engine: ({ engine }) => engine,
};

/**
 * The configuration of a run that goes on: its own, with more epochs where the user asks for them.
 *
 * @throws UsageError naming an option that the run was not made with
 */
export function resumedConfig(record: RunRecord, { preset, options, given }: ResumeRequest): RunConfig {
  const { config } = record;
  for (const option of ['out', 'overwrite'] as const) {
    if (given.has(option))
      throw new UsageError(`${given.get(option)} does not go with --resume, which stays in its folder`);
  }
  // Only what was typed is looked at: the defaults of the rest are those of a new run.
  const typed = runConfig(isPresetName(preset) ? preset : 'mlp-32', options);
  for (const [option, of] of Object.entries(decided)) {
    if (!given.has(option)) continue;
    const [wanted, own] = [JSON.stringify(of(typed)), JSON.stringify(of(config))];
    const ranOn = option === 'engine' && options.engine === record.engine;
    if (wanted !== own && !ranOn) {
      throw new UsageError(
        `${given.get(option)} ${wanted} conflicts with the run, which was made with ${own}; a resumed run keeps its configuration`,
      );
    }
  }
  const epochs = options.epochs ?? config.epochs;
  if (epochs < config.epochs) {
    throw new UsageError(
      `--epochs ${epochs} conflicts with the run, which was made with ${config.epochs}; it can be made longer, not shorter`,
    );
  }
  return { ...config, epochs };
}

/**
 * Says that a schedule which spans all epochs is stretched by more of them: what was trained followed the steeper one, and
 * the learning rate jumps up where the run goes on. Nothing for schedules that count from the start.
 */
export function stretchedMessage(from: RunConfig, to: RunConfig): string | undefined {
  if (to.schedule.name !== 'cosine' || from.epochs === to.epochs) return undefined;
  return `The cosine schedule ends with the last epoch: it is stretched from ${from.epochs} to ${to.epochs} epochs, so the learning rate rises again where the run goes on`;
}

/** Says that a run has nothing left to do; nothing when it has. */
export function finishedMessage(folder: string, record: RunRecord, epochs: number): string | undefined {
  const { status, reason, history } = record;
  if (status === 'diverged') {
    return `The run ${folder} cannot go on, it diverged: ${reason}`;
  }
  if (status === 'stopped') {
    return `The run ${folder} is finished: it stopped after ${history.length} epochs, since ${reason ?? 'a callback ended it'}`;
  }
  if (status === 'completed' && history.length >= epochs) {
    return `The run ${folder} is finished: all ${epochs} epochs are done. With more --epochs it goes on`;
  }
  return undefined;
}

const contextSchema = z.object({
  config: z.record(z.string(), z.unknown()),
  hashes: z.record(z.string(), z.string()),
});

/** What checkpoints of the command line hold beside the training's state. */
export function checkpointContext(config: RunConfig, hashes: Readonly<Record<string, string>>): JsonValue {
  const { epochs: _, ...fixed } = config;
  const context: JsonValue = JSON.parse(JSON.stringify({ config: fixed, hashes }));
  return context;
}

/**
 * Checks that a checkpoint belongs to a run and its data.
 *
 * @throws UsageError naming the setting or the file that differs
 */
export function checkContext(checkpoint: Checkpoint, config: RunConfig, data: DataHashes): void {
  const parsed = contextSchema.safeParse(checkpoint.context);
  if (!parsed.success) throw new CheckpointError('The checkpoint has no configuration: it is not a run’s');
  const { config: made, hashes } = parsed.data;
  const { epochs: _, ...expected }: Readonly<Record<string, unknown>> = { ...config };
  for (const key of new Set([...Object.keys(made), ...Object.keys(expected)])) {
    const [then, now] = [JSON.stringify(made[key]), JSON.stringify(expected[key])];
    if (then !== now) throw differs(key, then, now);
  }
  const different = differentPart(hashes, data);
  if (different) {
    const { part, recorded, found } = different;
    throw differs(`SHA-256 of ${part}`, JSON.stringify(recorded), JSON.stringify(found));
  }
}

function differs(subject: string, then: string | undefined, now: string | undefined): UsageError {
  return new UsageError(`The checkpoint was made with another ${subject}: ${then}; found ${now}`);
}
