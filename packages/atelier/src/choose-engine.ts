import { checkFunction, checkName, checkOptions } from '@atelier/checks';
import { type EngineName, engineNames } from '@atelier/presets/recipe';
import { simdEngine } from '@atelier/simd';
import { type Engine, tfjsEngine, UnsupportedError } from '@atelier/training';

/** Which engine is wanted, and with what. */
export interface EngineChoice {
  /** Default `auto`. */
  readonly engine?: EngineName;
  /** Threads of the simd engine, an integer from 1 to 64; by default it measures how many of the machine's cores to use. */
  readonly threads?: number | undefined;
  /** See `simdEngine`: where a copy of its files lies, for bundlers that leave them out. */
  readonly kernels?: string | URL;
  /** Hears once, in one line, why `auto` took the slower engine. Default `console.warn`. */
  readonly onNotice?: (message: string) => void;
}

/**
 * The engine of a name. `auto` trains on simd whatever it can run, and the rest on tfjs; its `name` is that of the engine which
 * the last session runs on.
 *
 * @throws TypeError for an option that there is not
 * @throws RangeError for an unknown name, or when `threads` is not an integer from 1 to 64
 */
export function chooseEngine(choice: EngineChoice = {}): Engine {
  checkOptions('chooseEngine', choice, { engine: true, threads: true, kernels: true, onNotice: true });
  const { engine = 'auto', threads, kernels, onNotice = console.warn } = choice;
  checkFunction('onNotice', onNotice);
  const simd = (): Engine => simdEngine({ threads, ...(kernels !== undefined && { kernels }) });
  switch (checkName('engine', engine, engineNames)) {
    case 'simd':
      return simd();
    case 'tfjs':
      return tfjsEngine();
    case 'auto':
      return withFallback(simd(), tfjsEngine(), onNotice);
  }
}

/** The first engine, or the second for what the first cannot run: said once. */
function withFallback(first: Engine, second: Engine, onNotice: (message: string) => void): Engine {
  let last = first;
  let told = false;
  return {
    get name() {
      return last.name;
    },
    async prepare(model, config) {
      try {
        const session = await first.prepare(model, config);
        last = first;
        return session;
      } catch (error) {
        if (!(error instanceof UnsupportedError)) throw error;
        if (!told) onNotice(`Training on ${second.name}, since ${first.name} cannot: ${error.message}`);
        told = true;
        last = second;
        return second.prepare(model, config);
      }
    },
  };
}

/**
 * For a model that is only looked at, where it matters little which engine it is: it gives no notice. Threads start once there is
 * enough to do.
 *
 * @throws as `chooseEngine`
 */
export function inferenceEngine(choice: Pick<EngineChoice, 'engine' | 'threads'> = {}): Engine {
  checkOptions('inferenceEngine', choice, { engine: true, threads: true });
  return chooseEngine({ ...choice, onNotice: () => {} });
}
