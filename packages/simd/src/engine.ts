import { checkObject, checkOptions } from '@atelier/checks';
import {
  type AnyModel,
  type Engine,
  engineModel,
  type TrainingConfig,
  UnsupportedError,
} from '@atelier/training';
import { platform } from '#platform';
import { EngineMemory } from './memory/engine-memory.ts';
import { compile } from './compile.ts';
import type { PackageCopy } from './platform/platform.ts';
import { SimdSession } from './session.ts';
import { Staging } from './staging.ts';
import { inlineRunner } from './threads/inline-runner.ts';
import type { Runner } from './threads/runner.ts';
import { threadCounts } from './threads/thread-choice.ts';
import { ThreadPool } from './threads/thread-pool.ts';

/** Options of `simdEngine`. */
export interface SimdEngineOptions {
  /**
   * Threads that share the work, an integer from 1 to 64; the results don't depend on it. By default the engine measures, while it runs,
   * how many of the machine's cores to use: busy neighbours can make fewer threads faster. Where others don't start, it goes on with one,
   * and `console.warn` says why. One where memory can't be shared (a page without cross-origin isolation).
   */
  readonly threads?: number;
  /**
   * A folder that holds a copy of this package's `dist`, with the kernels and the script of the threads: an address in a
   * browser, a path in Node. Needed where a bundler doesn't include them (esbuild, Rollup); by default they are loaded from where
   * the package is.
   */
  readonly kernels?: string | URL;
}

const MOST_THREADS = 64;

/**
 * The fast engine: a classifier compiled into SIMD kernels over one WebAssembly memory. The calling thread is one of those that work: a
 * run of steps blocks it; the training loop (`fit`) asks for 25 ms of steps at a time, or for one. On a page's main thread, which must not wait for others,
 * several threads are all workers, and the caller's event loop stays free.
 *
 * `prepare` throws an `UnsupportedError` that names the layer, loss or option that it can't compile. A session must be
 * disposed, which ends its threads; in a browser they wait for the next session, since starting one needs the network.
 *
 * @throws RangeError when `threads` is not an integer from 1 to 64
 */
export function simdEngine(options: SimdEngineOptions = {}): Engine {
  checkOptions('simdEngine', options, { threads: true, kernels: true });
  const { threads, kernels } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    throw new RangeError(`threads is an integer from 1 to ${MOST_THREADS}; found ${threads}`);
  }
  const copy = kernels === undefined ? undefined : platform.folderUrl(String(kernels));
  return {
    name: 'simd',
    async prepare(model, config) {
      const wanted = threads ?? Math.min(platform.cores(), MOST_THREADS);
      const usable = platform.canShareMemory() ? wanted : 1;
      const plan = compile(model.network, config, usable);
      const staging = new Staging(config, plan.outputs, plan.arena);
      const memory = new EngineMemory(plan.arena.end, usable > 1);
      const choices = threads === undefined && usable > 1 ? threadCounts(usable) : undefined;
      const pool = choices && (await ThreadPool.create(memory.memory, usable, copy));
      const runner = pool ?? (await fixedRunner(memory.memory, usable, copy));
      try {
        return new SimdSession({ model, config, plan, staging, memory, runner, choices });
      } catch (error) {
        await runner.dispose();
        throw error;
      }
    },
  };
}

async function fixedRunner(memory: WebAssembly.Memory, threads: number, copy: PackageCopy): Promise<Runner> {
  return threads > 1 ? ThreadPool.start(memory, threads, copy) : inlineRunner(memory, copy);
}

/**
 * Why the engine can't run a model with a config: the message of the error that `prepare` would throw; `undefined` when it
 * can. Starts nothing, and leaves the model unchanged.
 *
 * @throws TypeError for what is no model, or no config
 */
export function explainUnsupported(model: AnyModel, config: TrainingConfig): string | undefined {
  checkObject('config', config, 'loss, optimizer, batchSize, globalClipNorm and seed');
  try {
    compile(engineModel(model).network, config, 1);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedError) return error.message;
    throw error;
  }
}
