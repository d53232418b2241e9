import { isPresetName, recipeSchema } from '@atelier/presets/recipe';
import type { EpochRecord } from '@atelier/training';
import type { RunData, SavedModel } from '../messages.ts';
import { fields } from '../settings/fields.ts';
import { defaultSettings, type RunRecipe } from '../settings/settings.ts';
import type { Notice } from './state.ts';

/** A run as the CLI writes it, or a model alone. */
export interface RunFiles {
  readonly name: string;
  readonly recipe: RunRecipe | undefined;
  readonly history: readonly EpochRecord[];
  readonly model: SavedModel;
  /** What it was trained on; `undefined` if unknown. */
  readonly trainedOn: RunData | undefined;
}

/** Models of this page have a few megabytes; larger files were not meant for it. */
const mostBytes = 64 * 2 ** 20;
/** Longer histories would make the chart unreadable, and are not made by this page. */
const mostEpochs = 10_000;
const longestName = 60;
/** More could not be shown one below the other. */
const mostClasses = 1000;

/** Takes the files of a run apart: `model.json` and `weights.bin`, and `run.json` if it is there. */
export async function readRunFiles(files: readonly File[]): Promise<RunFiles | Notice> {
  const named = (name: string): File | undefined =>
    files.find((file) => file.name === name && file.size <= mostBytes);
  const modelFile = named('model.json');
  const weightsFile = named('weights.bin');
  if (!modelFile || !weightsFile) return { kind: 'no-model-file' };
  const model = {
    modelJson: await modelFile.text(),
    weights: new Uint8Array(await weightsFile.arrayBuffer()),
  };
  const runFile = named('run.json');
  if (!runFile) return { name: 'model.json', recipe: undefined, history: [], model, trainedOn: undefined };
  const run = parseRun(await runFile.text());
  return run ? { ...run, model } : { kind: 'not-a-run', fileName: runFile.name };
}

/** What the page shows of `run.json`; `undefined` if it is not one. */
export function parseRun(text: string): Omit<RunFiles, 'model'> | undefined {
  const run = parseJson(text);
  if (!isRecord(run) || !isRecord(run['config']) || !Array.isArray(run['history'])) return undefined;
  if (run['history'].length > mostEpochs) return undefined;
  const history = run['history'].map(epochRecord);
  if (!history.every((record) => record !== undefined)) return undefined;
  const { preset } = run['config'];
  const name = typeof preset === 'string' ? preset.slice(0, longestName) : 'run.json';
  return { name, recipe: recipeOf(run['config']), history, trainedOn: runData(run['dataset']) };
}

function runData(found: unknown): RunData | undefined {
  if (!isRecord(found) || !isRecord(found['hashes']) || !Array.isArray(found['classNames'])) return undefined;
  const classNames = found['classNames'].map((each) => String(each).slice(0, longestName));
  if (classNames.length === 0 || classNames.length > mostClasses) return undefined;
  const name = String(found['name']).slice(0, longestName);
  const hashes = Object.entries(found['hashes']).map(([part, hash]) => [part, String(hash)] as const);
  return { name, classNames, hashes: Object.fromEntries(hashes) };
}

function epochRecord(found: unknown): EpochRecord | undefined {
  if (!isRecord(found)) return undefined;
  // JSON has no NaN: a loss that diverged is null.
  const number = (key: string): number | undefined => {
    const value = found[key];
    return value === null ? Number.NaN : typeof value === 'number' ? value : undefined;
  };
  const [epoch, loss, accuracy] = [number('epoch'), number('loss'), number('accuracy')];
  const [valLoss, valAccuracy] = [number('valLoss'), number('valAccuracy')];
  if (epoch === undefined || loss === undefined || accuracy === undefined) return undefined;
  return {
    epoch,
    loss,
    accuracy,
    ...(valLoss !== undefined && { valLoss }),
    ...(valAccuracy !== undefined && { valAccuracy }),
    seconds: number('seconds') ?? Number.NaN,
    learningRate: number('learningRate') ?? Number.NaN,
  };
}

/** The settings, as far as this page can repeat them. */
function recipeOf(config: Record<string, unknown>): RunRecipe | undefined {
  const parsed = recipeSchema.safeParse(config);
  if (!parsed.success || !isPresetName(parsed.data.preset)) return undefined;
  let settings = defaultSettings(parsed.data.preset);
  for (const { textOf, change } of fields) {
    const text = textOf(parsed.data);
    if (text !== undefined) settings = change(settings, text) ?? settings;
  }
  return { settings, rateChanges: [] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
