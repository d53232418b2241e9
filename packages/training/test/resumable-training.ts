import { baseNetwork, buildModel, buildSamples, type Network } from '../src/conformance/network.ts';
import {
  type Checkpoint,
  earlyStopping,
  type EpochRecord,
  fit,
  type FitOptions,
  type FitResult,
  readWeights,
  reduceOnPlateau,
  saveBest,
} from '../src/index.ts';

/** Ten steps per epoch, a short last batch, and everything that has a state. */
const network: Network = { ...baseNetwork, dropout: 0.3, hidden: [6], count: 39, batchSize: 4 };
const samples = buildSamples(network);
const validation = buildSamples({ ...network, count: 11 });

export const resumable: FitOptions = {
  epochs: 3,
  batchSize: 4,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
  learningRate: 0.02,
  schedule: { name: 'cosine', warmup: 1 },
  augment: { shift: 1, flip: true, erase: 1 },
  globalClipNorm: 1,
  validation,
  seed: 5,
};

/** A record without times. */
type Timeless = EpochRecord & { readonly seconds: 0 };

export interface Ending {
  readonly result: FitResult;
  readonly history: readonly Timeless[];
  /** Without their names, which count the models that a process made. */
  readonly weights: readonly Float32Array[];
  /** Epochs of which the model was saved as the best so far. */
  readonly saved: readonly number[];
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * Trains a fresh model, from its beginning or a checkpoint, with every callback that has a state.
 *
 * @param checkpoints gets the checkpoints, also those of a training that fails
 */
export async function train(
  changes: Partial<FitOptions> = {},
  every: 'epoch' | number = 'epoch',
  checkpoints: Checkpoint[] = [],
): Promise<Ending> {
  const model = buildModel(network);
  const saved: number[] = [];
  const { callbacks = [], ...others } = changes;
  const result = await fit(model, samples, {
    ...resumable,
    ...others,
    checkpoint: { every, save: (checkpoint) => void checkpoints.push(checkpoint) },
    callbacks: [
      reduceOnPlateau({ patience: 1, factor: 0.5, minDelta: 0.01, cooldown: 1 }),
      saveBest({ save: (_, { epoch }) => void saved.push(epoch) }),
      earlyStopping({ patience: 2 }),
      ...callbacks,
    ],
  });
  const weights = readWeights(model).map(({ values }) => values);
  return { result, history: result.history.map(timeless), weights, saved, checkpoints };
}

function timeless(record: EpochRecord): Timeless {
  return { ...record, seconds: 0 };
}
