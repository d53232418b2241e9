import { simdEngine } from '@atelier/simd';
import { type Engine, type EngineSession, tfjsEngine, UnsupportedError } from '@atelier/training';

/** As many threads as help: the work of one step is too little to be shared by more. */
const mostThreads = 8;

/** Threads that a run uses here: one where the page is not isolated, and memory can't be shared. */
export function usableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1;
}

/** The fast engine; the reference engine for a model that it cannot run. */
export function makeEngine(threads: number): Engine {
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
