import { join } from 'node:path';

export const modelFolder = 'model';

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
