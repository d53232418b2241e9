import { type Report, type Request, transferables } from '../messages.ts';
import { DataSource } from './data-source.ts';
import { DataStore } from './data-store.ts';
import { hasSimd } from './simd-support.ts';
import { messageOf } from './message-of.ts';
import type { Workbench } from './workbench.ts';

function post(report: Report): void {
  self.postMessage(report, { transfer: transferables(report) });
}

const store = new DataStore();
/** Requests for the model wait until the engines are ready. The data does without: it comes down the line from the first moment on. */
const bench = start();
const source = new DataSource(post, store, {
  // Where nothing can train there are no runs to end.
  exchange: (change) => void bench.then((ready) => (ready ? ready.exchangeData(change) : change())),
  onTest: () => withBench((ready) => ready.testArrives()),
});
self.addEventListener('message', ({ data }: MessageEvent<Request>) => answer(data));

function answer(request: Request): void {
  switch (request.type) {
    case 'stay-alive':
      stayAlive(request.lock);
      return;
    case 'load-data':
      void source.load(request.folder);
      return;
    case 'use-files':
      void source.use(request);
      return;
    case 'show-classes':
      source.showClasses(request);
      return;
    case 'picture':
      source.showPicture(request);
      return;
    case 'train':
      withBench((ready) => ready.train(request));
      return;
    case 'show-untrained':
      withBench((ready) => ready.showUntrained(request.settings));
      return;
    case 'pause':
      withBench((ready) => ready.pause());
      return;
    case 'resume':
      withBench((ready) => ready.resume(request.untilEpochEnd));
      return;
    case 'stop':
      withBench((ready) => ready.stop(request.forget));
      return;
    case 'set-learning-rate':
      withBench((ready) => ready.setLearningRate(request.learningRate));
      return;
    case 'watch':
      withBench((ready) => ready.watch(request.indices));
      return;
    case 'show-epoch':
      withBench((ready) => ready.showEpoch(request.epoch));
      return;
    case 'strongest':
      withBench((ready) => ready.strongest(request));
      return;
    case 'cell-pictures':
      withBench((ready) => ready.cellPictures(request));
      return;
    case 'predict':
      withBench((ready) => ready.predict(request.id, request.picture));
      return;
    case 'place':
      withBench((ready) => ready.place(request));
      return;
    case 'open-model':
      withBench((ready) => ready.openModel(request));
  }
}

function withBench(use: (ready: Workbench) => void): void {
  void bench.then((ready) => ready && use(ready));
}

async function start(): Promise<Workbench | undefined> {
  if (!hasSimd()) {
    post({ type: 'failed', reason: 'no-simd', message: '' });
    return undefined;
  }
  try {
    const { startWorkbench } = await import('./start-workbench.ts');
    return await startWorkbench(post, store);
  } catch (error) {
    post({ type: 'failed', reason: 'backend', message: messageOf(error) });
    return undefined;
  }
}

/** Holds a lock while this worker lives. Pages without locks (plain HTTP, or all storage is forbidden) notice only crashes. */
function stayAlive(lock: string): void {
  if (!('locks' in navigator)) return;
  const hold = (): Promise<never> => {
    post({ type: 'alive', lock });
    return new Promise(() => {});
  };
  navigator.locks.request(lock, hold).catch(() => undefined);
}

// The page reports uncaught failures.
self.addEventListener('unhandledrejection', ({ reason }) => {
  post({ type: 'failed', reason: 'crash', message: messageOf(reason) });
});
