// Trains in a worker, as Atelier's page does: the thread that calls the engine works too, which a page's main thread must not.
import { loadDatasetFromUrls } from '@atelier/datasets';
import { simdEngine } from '@atelier/simd';
import { useWasmBackend } from '@atelier/training';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { trainInLockstep } from '../dist/lockstep.js';

let wake = () => {};

addEventListener('message', ({ data }) => {
  if (data.type === 'epoch') wake(true);
  else train(data).catch((error) => postMessage({ type: 'failed', message: String(error) }));
});

async function train({ workload, images, seed, threads }) {
  await useWasmBackend({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': simdWasm } });
  const dataset = await loadDatasetFromUrls({
    trainImages: '/data/train-images-idx3-ubyte',
    trainLabels: '/data/train-labels-idx1-ubyte',
    testImages: '/data/t10k-images-idx3-ubyte',
    testLabels: '/data/t10k-labels-idx1-ubyte',
  });
  await trainInLockstep({
    workload,
    images,
    seed,
    dataset,
    engine: simdEngine({ threads }),
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
        postMessage({ type: 'ready' });
      }),
    onEpoch: (epoch) => postMessage({ type: 'epoch', epoch }),
  });
}
