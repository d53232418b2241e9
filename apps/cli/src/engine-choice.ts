import type { EngineName } from '@atelier/presets/recipe';
import { simdEngine } from '@atelier/simd';
import { type Engine, type EngineSession, tfjsEngine, UnsupportedError } from '@atelier/training';
import { oneLine } from '@atelier/runs';

export interface EngineRequest {
  readonly engine: EngineName;
  /** For the engines that have them; by default one for each core. */
  readonly threads?: number | undefined;
  /** Hears why `auto` took the slower engine. */
  readonly onNotice: (message: string) => void;
}

/** The engine that a request names; `auto` is the fastest that can run the model. */
export function chooseEngine({ engine, threads, onNotice }: EngineRequest): Engine {
  switch (engine) {
    case 'simd':
      return simdEngine({ threads });
    case 'tfjs':
      return tfjsEngine();
    case 'auto':
      return withFallback(simdEngine({ threads }), tfjsEngine(), onNotice);
  }
}

/** The first engine, or the second for what the first cannot run: said once. */
function withFallback(first: Engine, second: Engine, onNotice: (message: string) => void): Engine {
  let current = first;
  return {
    get name() {
      return current.name;
    },
    prepare: async (model, program): Promise<EngineSession> => {
      try {
        return await current.prepare(model, program);
      } catch (error) {
        if (!(error instanceof UnsupportedError) || current === second) throw error;
        current = second;
        onNotice(`Training on ${second.name}, since ${first.name} cannot: ${oneLine(error)}`);
        return second.prepare(model, program);
      }
    },
  };
}

/** The engine for looking at a model that is trained: starting threads would take longer than they save. */
export function inferenceEngine(engine: EngineName = 'auto'): Engine {
  return chooseEngine({ engine, threads: 1, onNotice: () => {} });
}
