import { type Engine, tfjsEngine, useWasmBackend } from '@atelier/training';
import { env } from '@tensorflow/tfjs-core';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { type Report, type Request, transferables } from '../messages.ts';
import { dataFailure, loadData } from './load-data.ts';
import { classPictures, testPicture } from './pictures.ts';
import { hasSimd } from './simd-support.ts';
import { messageOf, Workbench } from './workbench.ts';

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
};

function post(report: Report): void {
  self.postMessage(report, { transfer: transferables(report) });
}

/** Requests wait until the backend is ready, in order. */
const bench = start();
self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.type === 'stay-alive') stayAlive(data.lock);
  else void bench.then((ready) => ready && answer(data, ready));
});

async function start(): Promise<Workbench | undefined> {
  if (!hasSimd()) {
    post({ type: 'failed', reason: 'no-simd', message: '' });
    return undefined;
  }
  // Its threads are made from blobs, which the page's policy forbids; models are small, and the engine has its own threads.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    await useWasmBackend({ wasmPaths });
  } catch (error) {
    post({ type: 'failed', reason: 'backend', message: messageOf(error) });
    return undefined;
  }
  const engine: Engine = tfjsEngine();
  post({ type: 'started', engine: { name: engine.name, threads: 1, isolated: self.crossOriginIsolated } });
  return new Workbench(post, engine);
}

/** Holds a lock for as long as this worker lives. Pages without locks (plain HTTP) learn of crashes alone. */
function stayAlive(lock: string): void {
  if (!('locks' in navigator)) return;
  void navigator.locks.request(lock, () => {
    post({ type: 'alive', lock });
    return new Promise<never>(() => {});
  });
}

function answer(request: Exclude<Request, { type: 'stay-alive' }>, bench: Workbench): void {
  switch (request.type) {
    case 'load-data':
      void load(bench, request.folder);
      return;
    case 'show-classes':
      if (bench.data) {
        const { train, classNames } = bench.data;
        post({ type: 'classes', classes: classPictures(train, classNames.length, request) });
      }
      return;
    case 'train':
      bench.train(request.run, request.recipe, request.pauseAfter);
      return;
    case 'pause':
      bench.pause();
      return;
    case 'resume':
      bench.resume(request.untilEpochEnd);
      return;
    case 'stop':
      bench.stop(request.forget);
      return;
    case 'set-learning-rate':
      bench.setLearningRate(request.learningRate);
      return;
    case 'watch':
      bench.watch(request.indices);
      return;
    case 'predict':
      bench.predict(request.id, request.pixels);
      return;
    case 'open-model':
      bench.openModel(request.id, request);
      return;
    case 'test-picture':
      if (bench.data) {
        const { test } = bench.data;
        const picture = testPicture(test, request.index % test.count);
        post({ type: 'test-picture', id: request.id, picture });
      }
  }
}

async function load(bench: Workbench, folder: string): Promise<void> {
  const announce = (data: NonNullable<Workbench['data']>, complete: boolean): void => {
    bench.data = data;
    const { train, test, classNames } = data;
    const { height, width, channels } = train;
    const counts = { trainCount: train.count, testCount: test.count };
    post({ type: 'data-ready', classNames, height, width, channels, ...counts, complete });
  };
  try {
    const data = await loadData(folder, {
      onProgress: (receivedBytes, totalBytes) => post({ type: 'data-progress', receivedBytes, totalBytes }),
      onFirst: (first) => announce(first, false),
    });
    announce(data, true);
  } catch (error) {
    post({ type: 'data-failed', reason: dataFailure(error), message: messageOf(error) });
  }
}

// A failure that nobody caught is the page's to tell.
self.addEventListener('unhandledrejection', ({ reason }) => {
  post({ type: 'failed', reason: 'crash', message: messageOf(reason) });
});
