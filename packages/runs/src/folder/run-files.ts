import { join } from 'node:path';
import type { SeveralRuns } from '../record/run-plan.ts';

/** In a folder of several runs: what they are. */
export const planFile = 'plan.json';

/** In a folder of several runs: what came of all together. */
export const summaryFiles: { readonly [Kind in SeveralRuns['kind']]: string } = {
  'cross-validation': 'cross-validation.json',
  ensemble: 'ensemble.json',
};

export const modelFolder = 'model';

/** The model that a run started from, if it was given one. */
export const startFolder = 'start';

/** The folder of a run's checkpoints. */
export const checkpointsFolder = 'checkpoints';

/** What a run folder holds, by its path within. */
export const runFiles: {
  readonly [Name in 'record' | 'history' | 'model' | 'weights' | 'plots' | 'report']: string;
} = {
  record: 'run.json',
  history: 'history.csv',
  model: join(modelFolder, 'model.json'),
  weights: join(modelFolder, 'weights.bin'),
  plots: 'plots',
  report: 'report.html',
};
