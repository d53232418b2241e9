import { chooseEngine, inferenceEngine } from '@atelier/atelier';
import { createModel } from '@atelier/presets';
import { type Engine, fit, predict, type Samples } from '@atelier/training';

/** The most threads that help: one step is too little work for more. */
const mostThreads = 8;

/** Threads of a run here: one if the page is not cross-origin isolated, since memory can't be shared then. */
export function usableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1;
}

/** What runs and measurements take. */
export interface Engines {
  readonly training: Engine;
  readonly measuring: Engine;
}

/** Makes the engines, and runs each once on a tiny model, so that everything is loaded even if the page goes offline later. */
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
