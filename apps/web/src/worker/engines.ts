import { createModel } from '@atelier/presets';
import { simdEngine } from '@atelier/simd';
import {
  type Engine,
  type EngineSession,
  fit,
  predict,
  type Samples,
  tfjsEngine,
  UnsupportedError,
} from '@atelier/training';

/** As many threads as help: the work of one step is too little to be shared by more. */
const mostThreads = 8;

/** Threads that a run uses here: one where the page is not isolated, and memory can't be shared. */
export function usableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1;
}

/** The fast engine; the reference engine for a model that it cannot run. */
function makeEngine(threads: number): Engine {
  const fast = simdEngine({ threads });
  const reference = tfjsEngine();
  let last = fast;
  return {
    get name() {
      return last.name;
    },
    prepare: async (model, program): Promise<EngineSession> => {
      try {
        last = fast;
        return await fast.prepare(model, program);
      } catch (error) {
        if (!(error instanceof UnsupportedError)) throw error;
        last = reference;
        return reference.prepare(model, program);
      }
    },
  };
}

/** What runs and measurements take. */
export interface Engines {
  readonly training: Engine;
  readonly measuring: Engine;
}

/** Makes the engines, and lets each work on next to nothing: what they fetch is here then, whatever becomes of the network. */
export async function startEngines(threads: number): Promise<Engines> {
  // Threads would take longer to start than measuring takes.
  const engines = { training: makeEngine(threads), measuring: makeEngine(1) };
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
