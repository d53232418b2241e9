import { chooseEngine, inferenceEngine } from '@atelier/atelier';
import { createModel } from '@atelier/presets';
import { type Engine, fit, predict, type Samples } from '@atelier/training';

/** As many threads as help: the work of one step is too little to be shared by more. */
const mostThreads = 8;

/** Threads that a run uses here: one where the page is not isolated, and memory can't be shared. */
export function usableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1;
}

/** What runs and measurements take. */
export interface Engines {
  readonly training: Engine;
  readonly measuring: Engine;
}

/** Makes the engines, and lets each work on next to nothing: what they fetch is here then, whatever becomes of the network. */
export async function startEngines(threads: number): Promise<Engines> {
  // The page shows which engine a run is on.
  const engines = { training: chooseEngine({ threads, onNotice: () => {} }), measuring: inferenceEngine() };
  const model = createModel('softmax', { inputShape: [1, 1, 1], classes: 2, seed: 0 });
  const one: Samples = {
    images: new Uint8Array(1),
    labels: new Uint8Array(1),
    count: 1,
    height: 1,
    width: 1,
    channels: 1,
  };
  await fit(model, one, {
    epochs: 1,
    loss: 'sparseCategoricalCrossentropy',
    engine: engines.training,
  });
  await predict(model, one, { engine: engines.measuring });
  model.dispose();
  return engines;
}
