import { chooseEngine } from '@atelier/atelier';
import { createModel } from '@atelier/presets';
import { type Engine, fit, type Samples } from '@atelier/training';
import type { ThreadsInfo } from '../messages.ts';

/** The most threads that help: one step is too little work for more. */
const mostThreads = 8;
/** Milliseconds in which threads start, also on a busy machine. */
const patience = 10_000;

/** What runs and measurements take. */
export interface Engines {
  /** For the next run. It waits for threads that are starting; when they are late the run has one, and the same results. */
  readonly training: () => Promise<Engine>;
  /** One thread: what the page measures leaves the others to a training. */
  readonly measuring: Engine;
}

/**
 * Makes the engines, and runs each once on a tiny model, so that everything is loaded even if the page goes offline later. Resolves
 * when one thread can train.
 *
 * @param onThreads called when more threads have started, or are late
 */
export async function startEngines(onThreads: (info: ThreadsInfo) => void): Promise<Engines> {
  const single = trainingEngine(1);
  const measuring = trainingEngine(1);
  await tryOut(single);
  const threads = usableThreads();
  if (threads === 1) return { training: async () => single, measuring };

  let training = single;
  const join = async (): Promise<boolean> => {
    const threaded = trainingEngine(threads);
    await tryOut(threaded);
    training = threaded;
    onThreads({ threads, late: false });
    return true;
  };
  const wait = async (): Promise<void> => {
    const joined = await Promise.race([join().catch(() => false), passed(patience)]);
    if (joined !== true) onThreads({ threads: 1, late: true });
  };
  const waiting = wait();
  return {
    async training() {
      await waiting;
      return training;
    },
    measuring,
  };
}

/** One if the page is not cross-origin isolated, since memory can't be shared then. */
function usableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1;
}

/** The page shows which engine a run is on: it needs no notice. */
function trainingEngine(threads: number): Engine {
  return chooseEngine({ threads, onNotice: () => {} });
}

async function tryOut(engine: Engine): Promise<void> {
  const model = createModel('softmax', { inputShape: [1, 1, 1], classes: 2, seed: 0 });
  const one: Samples = {
    images: new Uint8Array(1),
    labels: new Uint8Array(1),
    count: 1,
    height: 1,
    width: 1,
    channels: 1,
  };
  await fit(model, one, { epochs: 1, loss: 'sparseCategoricalCrossentropy', engine });
  model.dispose();
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
