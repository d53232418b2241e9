// Draws what a run folder holds (curves and confusion matrix as SVG and PNG, and the report) from the built package,
// in a separate process, and prints milliseconds and the growth of memory. Run it a few times: node bench/run-folder.js
import { accuracyCurves, confusionMatrix, lossCurves, renderSvg, report } from '../dist/index.js';
import { renderPng } from '../dist/png/render-png.js';

const megabytes = () => process.memoryUsage().rss / 2 ** 20;
const [start, before] = [performance.now(), megabytes()];
const lap = (what) =>
  console.log(
    `${what.padEnd(16)} ${(performance.now() - start).toFixed(0).padStart(5)} ms  +${(megabytes() - before).toFixed(0)} MB`,
  );

const classNames = Array.from({ length: 10 }, (_, index) => `class ${index}`);
const history = Array.from({ length: 30 }, (_, index) => {
  const loss = 0.25 + 0.4 * Math.exp(-index / 5);
  const rates = { accuracy: 1 - loss / 3, valAccuracy: 1 - loss / 2.8 };
  return { epoch: index + 1, loss, valLoss: loss + 0.08, ...rates, seconds: 0.6, learningRate: 0.001 };
});
const matrix = classNames.map((_, label) =>
  classNames.map((__, predicted) => (label === predicted ? 870 : 14)),
);
const perClass = classNames.map((className) => ({
  className,
  precision: 0.87,
  recall: 0.87,
  f1: 0.87,
  support: 1000,
}));
const images = {
  pixels: Uint8Array.from({ length: 24 * 784 }, (_, index) => index * 31),
  height: 28,
  width: 28,
  channels: 1,
};
const captions = Array.from({ length: 24 }, (_, index) => ({
  label: index % 10,
  predicted: (index + 1) % 10,
  probability: 0.9,
}));
const kernel = Float32Array.from({ length: 784 * 32 }, (_, index) => Math.sin(index));

const runs = [{ name: 'mlp-32', history }];
for (const figure of [lossCurves(runs), accuracyCurves(runs), confusionMatrix({ classNames, matrix })]) {
  await renderSvg(figure);
  lap(`${figure.title.slice(0, 10)} SVG`);
  await renderPng(figure);
  lap(`${figure.title.slice(0, 10)} PNG`);
}
const html = await report({
  title: 'mlp-32 on made-up data',
  dataset: { name: 'made up' },
  config: [['seed', 1]],
  history,
  test: { loss: 0.36, accuracy: 0.87 },
  classNames,
  confusion: matrix,
  perClass,
  mistakes: { images, captions },
  weights: { kernel, height: 28, width: 28 },
});
lap(`report ${(html.length / 1000).toFixed(0)} kB`);
