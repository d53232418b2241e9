// Trains in the page that shows the results. `pnpm exec vite examples/browser` serves it; Vite includes the engine's files.
import { createModel, evaluate, fit, useWasmBackend } from '@atelier/atelier';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/**
 * @param {string} id
 * @param {string} text
 */
function show(id, text) {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}

/**
 * Digits drawn in the page's font, at random positions and sizes.
 *
 * @param {number} count
 */
function digits(count) {
  const side = 16;
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws nothing');
  const images = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  for (const [index, label] of labels.entries()) {
    context.fillStyle = 'black';
    context.fillRect(0, 0, side, side);
    context.fillStyle = 'white';
    context.font = `${12 + Math.random() * 4}px sans-serif`;
    context.fillText(String(label), 2 + Math.random() * 4, 12 + Math.random() * 3);
    const { data } = context.getImageData(0, 0, side, side);
    for (let pixel = 0; pixel < side * side; pixel++) {
      images[index * side * side + pixel] = data[4 * pixel] ?? 0;
    }
  }
  return { images, labels, count, height: side, width: side, channels: 1 };
}

// The file that TensorFlow.js needs in a browser.
await useWasmBackend({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': simdWasm } });
const model = await createModel('mlp-32', { inputShape: [16, 16, 1], classes: 10 });
await fit(model, digits(3000), {
  epochs: 10,
  callbacks: [
    { onEpochEnd: ({ epoch, loss }) => show('progress', `epoch ${epoch}: loss ${loss.toFixed(4)}`) },
  ],
});
const { accuracy } = await evaluate(model, digits(500));
show('result', `${Math.round(accuracy * 100)} % of new digits are classified correctly`);
