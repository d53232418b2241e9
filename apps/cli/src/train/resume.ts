import { basename } from 'node:path';
import { changeRecipe, type Recipe, type RecipeChanges } from '@atelier/presets';
import { recipeSchema, settings } from '@atelier/presets/recipe';
import {
  CheckpointFolder,
  type DataHashes,
  differentPart,
  isRecordLost,
  readRecord,
  type RunDataset,
  RunFolderError,
  type RunRecord,
} from '@atelier/runs';
import { type Checkpoint, CheckpointError, type JsonValue } from '@atelier/training';
import { z } from 'zod';
import { UsageError } from '../errors.ts';

/** What the user typed besides `--resume`. */
export interface ResumeRequest {
  /** A preset's name, or a module's path. */
  readonly preset: string;
  readonly changes: RecipeChanges;
  /** The options that were typed, by name, with their flags; the preset as `preset`. */
  readonly given: ReadonlyMap<string, string>;
}

/** What is known about a resumed run. */
export type EarlierRun = Pick<RunRecord, 'status' | 'reason' | 'config' | 'engine' | 'history' | 'start'> & {
  readonly dataset: Pick<RunDataset, 'hashes'>;
};

/** Options that do not apply to a resumed run. */
const foreignOptions = {
  out: 'which stays in its folder',
  overwrite: 'which stays in its folder',
  config: 'which keeps its own configuration',
  pixels: 'which keeps its own model',
} as const;

/**
 * The recipe of a resumed run: its own, with more epochs if the user asks for them. Only what was typed is compared:
 * the defaults of the other options are those of a new run.
 *
 * @throws UsageError naming an option that the run was not made with
 */
export function resumedRecipe(
  record: Pick<EarlierRun, 'config' | 'engine'>,
  { preset, changes, given }: ResumeRequest,
): Recipe {
  const { config } = record;
  for (const [option, reason] of Object.entries(foreignOptions)) {
    if (given.has(option)) {
      throw new UsageError(`${given.get(option)} does not go with --resume, ${reason}`);
    }
  }
  const conflict = (
    option: string,
    wanted: string | undefined,
    own: string | undefined,
    rule: string,
  ): never => {
    throw new UsageError(
      `${given.get(option)} ${wanted} conflicts with the run, which was made with ${own}; ${rule}`,
    );
  };
  const keeps = 'a resumed run keeps its configuration';
  if (given.has('preset') && basename(preset) !== config.preset)
    conflict('preset', preset, config.preset, keeps);
  const typed = changeRecipe(config, changes);
  for (const { name, shortFor, textOf, growsAtResume } of settings) {
    // Data that were moved are recognized by their content.
    if (!given.has(name) || name === 'data') continue;
    const long = settings.find((each) => each.name === shortFor);
    const [wanted, own] = [textOf(typed), textOf(config) ?? long?.textOf(config)];
    const ranOn = name === 'engine' && wanted === record.engine;
    if (wanted === own || ranOn) continue;
    if (!growsAtResume) conflict(name, wanted, own, keeps);
    if (Number(wanted) < Number(own)) conflict(name, wanted, own, 'it can be made longer, not shorter');
  }
  return { ...typed, engine: config.engine };
}

/**
 * Warns that more epochs stretch a schedule that spans all of them: the finished epochs followed the steeper one, and
 * the learning rate jumps up where the run continues. `undefined` for schedules that count from the start.
 */
export function stretchedMessage(from: Recipe, to: Recipe): string | undefined {
  const { name } = to.schedule;
  if ((name !== 'cosine' && name !== 'one-cycle') || from.epochs === to.epochs) return undefined;
  return `The ${name} schedule ends with the last epoch: it is stretched from ${from.epochs} to ${to.epochs} epochs, so the learning rate rises again where the run continues`;
}

/** The message that a run has nothing left to do; `undefined` if it has. */
export function finishedMessage(folder: string, record: EarlierRun, epochs: number): string | undefined {
  const { status, reason, history } = record;
  if (status === 'diverged') {
    return `The run ${folder} cannot be resumed, it diverged: ${reason}`;
  }
  if (status === 'stopped') {
    return `The run ${folder} is finished: it stopped after ${history.length} epochs, since ${reason ?? 'a callback ended it'}`;
  }
  if (status === 'completed' && history.length >= epochs) {
    return `The run ${folder} is finished: all ${epochs} epochs are done. Continue it with more --epochs`;
  }
  return undefined;
}

const contextSchema = z.object({
  config: z.record(z.string(), z.unknown()),
  hashes: z.record(z.string(), z.string()),
});

/** What the CLI's checkpoints hold besides the training's state. */
export function checkpointContext(config: Recipe, hashes: Readonly<Record<string, string>>): JsonValue {
  const context: JsonValue = JSON.parse(JSON.stringify({ config, hashes }));
  return context;
}

/**
 * Checks that a checkpoint belongs to a run and its data.
 *
 * @throws UsageError naming the setting or the file that differs
 */
export function checkContext(checkpoint: Checkpoint, config: Recipe, data: DataHashes): void {
  const made = contextOf(checkpoint, config.epochs);
  const refuse = (subject: string, then: string | undefined, now: string | undefined): never => {
    throw new UsageError(`The checkpoint was made with another ${subject}: ${then}; found ${now}`);
  };
  const setting = differentSetting(made.config, config);
  if (setting) refuse(setting.label, setting.recorded, setting.found);
  const different = differentPart(made.hashes, data);
  if (different) refuse(`SHA-256 of ${different.part}`, different.recorded, different.found);
}

/** A setting of a recipe that is not what it was. */
interface DifferentSetting {
  readonly label: string;
  readonly recorded: string | undefined;
  readonly found: string | undefined;
}

/** The first setting that makes another run of one; more epochs do not, and data are known by their content. */
export function differentSetting(made: Recipe, config: Recipe): DifferentSetting | undefined {
  if (made.preset !== config.preset) return { label: 'preset', recorded: made.preset, found: config.preset };
  for (const { name, label, textOf, growsAtResume } of settings) {
    const [recorded, found] = [textOf(made), textOf(config)];
    if (recorded !== found && !growsAtResume && name !== 'data') return { label, recorded, found };
  }
  return undefined;
}

/**
 * A checkpoint's record of its run.
 *
 * @param epochs for checkpoints of the first versions, which do not record them
 * @throws CheckpointError when it has none
 */
function contextOf(
  checkpoint: Checkpoint,
  epochs: number | undefined,
): { readonly config: Recipe; readonly hashes: Readonly<Record<string, string>> } {
  const context = contextSchema.safeParse(checkpoint.context);
  const config = recipeSchema.safeParse({ epochs, ...context.data?.config });
  if (!context.success || !config.success) {
    throw new CheckpointError('The checkpoint has no configuration: it does not belong to a run');
  }
  return { config: config.data, hashes: context.data.hashes };
}

/**
 * The run of a folder. If `run.json` is missing or truncated, the newest checkpoint has the record.
 *
 * @throws RunFolderError when neither does
 */
export async function earlierRun(
  folder: string,
  { changes }: Pick<ResumeRequest, 'changes'>,
  onNotice: (message: string) => void,
): Promise<EarlierRun> {
  try {
    return readRecord(folder);
  } catch (error) {
    if (!(error instanceof RunFolderError) || !isRecordLost(folder)) throw error;
    const checkpoint = await new CheckpointFolder(folder).newest(onNotice);
    if (!checkpoint) throw error;
    const { config, hashes } = contextOf(checkpoint, changes.epochs);
    onNotice(`${error.message}. The run continues from its newest checkpoint, which holds the configuration`);
    return {
      status: 'running',
      config,
      engine: config.engine,
      history: checkpoint.history,
      dataset: { hashes },
    };
  }
}
