// A custom model, from layers of TensorFlow.js, on custom data: 8x8 pixels with a vertical or horizontal bright bar.
import { evaluate, fit, predict, serializeModel, useWasmBackend } from '@atelier/atelier';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const side = 8;

/** @param {number} count */
function bars(count) {
  const images = new Uint8Array(count * side * side).map(() => Math.random() * 120);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  for (const [index, label] of labels.entries()) {
    const at = Math.floor(Math.random() * side);
    for (let along = 0; along < side; along++) {
      const pixel = label === 0 ? along * side + at : at * side + along;
      images[index * side * side + pixel] = 255;
    }
  }
  return { images, labels, count, height: side, width: side, channels: 1 };
}

// Where TensorFlow.js keeps the weights.
await useWasmBackend();
const model = sequential({
  layers: [
    layers.rescaling({ scale: 1 / 255, inputShape: [side, side, 1] }),
    layers.flatten(),
    layers.dense({ units: 32, activation: 'relu', kernelInitializer: 'glorotUniform' }),
    layers.dense({ units: 2, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
  ],
});

await fit(model, bars(2000), { epochs: 10, learningRate: 0.005 });
const { accuracy } = await evaluate(model, bars(500));
console.log('test accuracy', accuracy);

const predictions = await predict(model, bars(1));
console.log('a standing bar is of class', predictions.argMax(0), 'with', predictions.row(0));

// The two files that TensorFlow.js loads.
const { modelJson, weights } = await serializeModel(model);
console.log('model.json', modelJson.length, 'characters; weights.bin', weights.length, 'bytes');
