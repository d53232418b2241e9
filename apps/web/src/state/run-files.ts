import type { FileAtPath } from '@atelier/datasets/browser';
import { isPresetName, type Recipe } from '@atelier/presets/recipe';
import { type RunDataset, type RunEpoch, runSchema } from '@atelier/runs/record';
import type { EpochRecord } from '@atelier/training';
import type { RunData, SavedModel } from '../messages.ts';
import { fields } from '../settings/fields.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import type { Notice } from './state.ts';

/** A run as the CLI writes it, or a model alone. */
export interface RunFiles {
  readonly name: string;
  /** `undefined` if the page cannot repeat the run. */
  readonly recipe: RunRecipe | undefined;
  readonly history: readonly EpochRecord[];
  readonly model: SavedModel;
  /** What it was trained on; `undefined` if unknown. */
  readonly trainedOn: RunData | undefined;
  /** The number of its training images. */
  readonly images?: number;
}

/** Models of this page have a few megabytes; larger files were not meant for it. */
const mostBytes = 64 * 2 ** 20;
/** Longer histories would make the chart unreadable, and are not made by this page. */
const mostEpochs = 10_000;
const longestName = 60;
/** More could not be shown one below the other. */
const mostClasses = 1000;

/** Takes the files of a run apart: `model.json` and `weights.bin`, and `run.json` if it is there. */
export async function readRunFiles(files: readonly FileAtPath[]): Promise<RunFiles | Notice> {
  const named = (name: string): Blob | undefined =>
    files.find(({ path, file }) => path.slice(path.lastIndexOf('/') + 1) === name && file.size <= mostBytes)
      ?.file;
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
  return run ? { ...run, model } : { kind: 'not-a-run', fileName: 'run.json' };
}

/** What the page shows of `run.json`; `undefined` if it is not one. */
export function parseRun(text: string): Omit<RunFiles, 'model'> | undefined {
  const parsed = runSchema.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.history.length > mostEpochs) return undefined;
  const { config, history, dataset } = parsed.data;
  const name = config.preset.slice(0, longestName);
  return {
    name,
    recipe: recipeOf(config),
    history: history.map(epochRecord),
    trainedOn: runData(dataset),
    images: dataset.counts.train,
  };
}

function runData({ name, classNames, hashes }: RunDataset): RunData | undefined {
  if (classNames.length > mostClasses) return undefined;
  const short = (text: string): string => text.slice(0, longestName);
  return { name: short(name), classNames: classNames.map(short), hashes };
}

/** Without the fields that are there but not known. */
function epochRecord({ valLoss, valAccuracy, ...training }: RunEpoch): EpochRecord {
  return {
    ...training,
    ...(valLoss !== undefined && { valLoss }),
    ...(valAccuracy !== undefined && { valAccuracy }),
  };
}

/** The settings; `undefined` if this page cannot repeat them all. */
function recipeOf(config: Recipe): RunRecipe | undefined {
  const { preset, from, freeze } = config;
  if (!isPresetName(preset) || from !== null || freeze.length > 0) return undefined;
  let settings: Settings | undefined = defaultSettings(preset);
  for (const { textOf, change, shortFor } of fields) {
    // A short form says nothing new, and has limits of its own.
    const text = shortFor === undefined ? textOf(config) : undefined;
    if (settings && text !== undefined) settings = change(settings, text);
  }
  return settings && { settings, rateChanges: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
