import { relative } from 'node:path';
import { settingTexts } from '@atelier/presets/recipe';
import { isInUse, readRecord, type RunRecord } from '@atelier/runs';
import { accuracyInterval } from '@atelier/training';
import { userFolder } from '../paths.ts';

/** A run as a list shows it. */
export interface ListedRun {
  /** Its folder as one would type it. */
  readonly path: string;
  /** As in `run.json`; `killed` if it says `running` and no process works on it. */
  readonly state: RunRecord['status'] | 'killed';
  readonly preset: string;
  /** Every setting, by its flag without the dashes. */
  readonly settings: ReadonlyMap<string, string>;
  /** Finished ones. */
  readonly epochs: number;
  /** After the last epoch, from 0 to 1; `undefined` without validation data. */
  readonly validation: number | undefined;
  readonly test: TestResult | undefined;
  /** Of training. */
  readonly seconds: number;
}

/** A test accuracy, from 0 to 1. */
export interface TestResult {
  readonly accuracy: number;
  /** Its 95% interval. */
  readonly interval: readonly [low: number, high: number];
}

/** @throws RunFolderError when `run.json` is damaged */
export function listedRun(folder: string): ListedRun {
  const { status, config, history, test, dataset } = readRecord(folder);
  return {
    path: relative(userFolder(), folder) || '.',
    state: status === 'running' && !isInUse(folder) ? 'killed' : status,
    preset: config.preset,
    settings: new Map(settingTexts(config).map(([{ flag }, text]) => [flag, text])),
    epochs: history.length,
    validation: history.at(-1)?.valAccuracy,
    test: test && {
      accuracy: test.accuracy,
      interval: accuracyInterval(test.accuracy, Math.max(1, dataset.counts.test)),
    },
    seconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** The flags of settings that are not the same in all runs, in the order of the settings. */
export function differingSettings(runs: readonly ListedRun[]): string[] {
  const flags = new Set(runs.flatMap(({ settings }) => [...settings.keys()]));
  return [...flags].filter((flag) => new Set(runs.map(({ settings }) => settings.get(flag))).size > 1);
}
