import { presetRecipe, presets } from '@atelier/presets/recipe';
import type { RunRecord } from './run-record.ts';

/** A small record of a run, for tests and fuzzing to damage. */
export const exampleRecord: RunRecord = {
  format: 1,
  status: 'completed',
  config: { ...presetRecipe(presets['mlp-32']), epochs: 2 },
  engine: 'simd',
  parameters: 1,
  dataset: {
    name: 'fashion-mnist',
    classNames: ['shirt', 'shoe'],
    shape: [28, 28, 1],
    counts: { train: 1, validation: 1, test: 1 },
    source: 'a folder',
    hashes: {},
  },
  history: [],
  timings: {},
  versions: {},
};
