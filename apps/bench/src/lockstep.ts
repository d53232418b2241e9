import { take } from '@atelier/datasets/browser';
import { prepare, type RecipeData } from '@atelier/presets';
import { type Callback, type Engine, fit } from '@atelier/training';
import { workloads, type WorkloadName } from './workloads.ts';

/** Atelier's part of an assignment. */
export interface LockstepTraining {
  readonly workload: WorkloadName;
  readonly images: number;
  readonly seed: number;
  readonly dataset: RecipeData;
  readonly engine: Engine;
  /** Called before each epoch, to wait for its request; `false` ends the training. */
  readonly next: () => Promise<boolean>;
  readonly onEpoch: (epoch: { readonly seconds: number; readonly loss: number }) => void;
}

/** One `fit`, in Node or a page, each of whose epochs waits until it is asked for. Needs a TensorFlow.js backend to be set. */
export async function trainInLockstep(training: LockstepTraining): Promise<void> {
  const { workload, images, seed, dataset, engine, next, onEpoch } = training;
  const recipe = {
    ...workloads[workload].recipe,
    loss: 'sparseCategoricalCrossentropy',
    // As many as a recipe can have: the bench ends it.
    epochs: 100_000,
    seed,
    validation: 'none',
  } as const;
  const { model, train, options } = prepare(recipe, { ...dataset, train: take(dataset.train, images) });
  let begin = 0;
  const lockstep: Callback = {
    async onEpochBegin(_, fitting) {
      if (!(await next())) fitting.stop('The bench is done');
      begin = performance.now();
    },
    onEpochEnd({ loss }) {
      onEpoch({ seconds: (performance.now() - begin) / 1000, loss });
    },
  };
  await fit(model, train, { ...options, engine, callbacks: [lockstep] });
}
