// What each bundler makes a page of, and what Node runs as it is: the same numbers have to come out.
import { createModel } from '@atelier/presets';
import { simdEngine } from '@atelier/simd';
import { fit, useWasmBackend } from '@atelier/training';

const side = 8;
const count = 512;

/** Trains on images of 8x8 pixels, bright above (class 0) or below (class 1), and gives the last losses. */
export async function train({ wasmPaths, kernels } = {}) {
  await useWasmBackend({ wasmPaths });
  const model = createModel('mlp-32', { inputShape: [side, side, 1], classes: 2, seed: 1 });
  const labels = Uint8Array.from({ length: count }, (_, sample) => sample % 2);
  const images = Uint8Array.from({ length: count * side * side }, (_, at) => {
    const half = Math.floor((at % (side * side)) / (side * side * 0.5));
    const bright = half === labels[Math.floor(at / (side * side))];
    return ((at * 37) % 128) + (bright ? 100 : 0);
  });
  const { history } = await fit(
    model,
    { images, labels, count, height: side, width: side, channels: 1 },
    {
      engine: simdEngine({ threads: 2, kernels }),
      loss: 'sparseCategoricalCrossentropy',
      epochs: 3,
      seed: 1,
    },
  );
  return history.map(({ loss }) => loss);
}

/** Runs in a page, and leaves what came of it where the browser's driver looks. */
export async function show(options) {
  try {
    globalThis.outcome = { losses: await train(options) };
  } catch (error) {
    globalThis.outcome = { error: String(error) };
  }
}
