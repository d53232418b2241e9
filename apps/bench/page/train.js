// The page of Atelier's contestant in Chromium: says when it is ready, and trains an epoch for each call of `epoch()`.
import { loadDatasetFromUrls } from '@atelier/datasets';
import { simdEngine } from '@atelier/simd';
import { useWasmBackend } from '@atelier/training';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { trainInLockstep } from '../dist/lockstep.js';

const { workload, images, seed, threads } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
let wake = () => {};
let answer = () => {};
let fail = (error) => (globalThis.ready = String(error));

globalThis.epoch = () =>
  new Promise((resolve, reject) => {
    answer = resolve;
    fail = reject;
    wake(true);
  });

const files = {
  trainImages: '/data/train-images-idx3-ubyte',
  trainLabels: '/data/train-labels-idx1-ubyte',
  testImages: '/data/t10k-images-idx3-ubyte',
  testLabels: '/data/t10k-labels-idx1-ubyte',
};
try {
  await useWasmBackend({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': simdWasm } });
  await trainInLockstep({
    workload,
    images,
    seed,
    dataset: await loadDatasetFromUrls(files),
    engine: simdEngine({ threads }),
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
        globalThis.ready = true;
      }),
    onEpoch: (epoch) => answer(epoch),
  });
} catch (error) {
  fail(error);
}
