import { expect, test } from 'vitest';
import { baseNetwork, buildModel, buildSamples } from './conformance/network.ts';
import {
  combineOutputs,
  csvLog,
  earlyStopping,
  evaluate,
  evaluateOutputs,
  fit,
  lossAndAccuracy,
  predict,
  progress,
  readWeights,
  reduceOnPlateau,
  saveBest,
  useWasmBackend,
  writeWeights,
} from './index.ts';

// What callers without types may hand in: all is refused at the door, in one line, and nothing is trained.

await useWasmBackend();
const { targets: _, ...samples } = buildSamples(baseNetwork);
const { count, images } = samples;
const loss = 'sparseCategoricalCrossentropy';

/** Sizes that the model does not have are refused before it is looked at. */
const pictures = (height: number, width: number, channels: number): object => ({
  images: new Uint8Array(2 * height * width * channels),
  labels: new Uint8Array(2),
  count: 2,
  height,
  width,
  channels,
});

test.each<[string, unknown, string]>([
  ['floats', { ...samples, images: Float32Array.from(images) }, 'images must be a Uint8Array of bytes 0–255'],
  [
    'floats by 255',
    { ...samples, images: Float32Array.from(images, (p) => p / 255) },
    'found Float32Array(405)',
  ],
  ['a plain array of pixels', { ...samples, images: Array.from(images) }, 'found Array(405)'],
  ['words as labels', { ...samples, labels: ['cat', 'dog'] }, 'class indices; found Array(2)'],
  ['float labels', { ...samples, labels: new Float32Array(count).fill(0.5) }, 'found Float32Array(27)'],
  ['too few labels', { ...samples, labels: new Uint8Array(3) }, '27 images but 3 labels'],
  ['a label beyond the classes', { ...samples, labels: new Uint8Array(count).fill(3) }, 'from 0 to 2'],
  ['no labels', { ...samples, labels: undefined }, 'learns from labels [count]; found none'],
  ['NaN targets', { ...samples, targets: new Float32Array(81).fill(Number.NaN) }, 'found NaN at index 0'],
  ['negative targets', { ...samples, targets: new Float32Array(81).fill(-1) }, 'found -1 at index 0'],
  ['targets as an array', { ...samples, targets: [1, 0, 0] }, 'found Array(3)'],
  ['no channels', { ...samples, channels: undefined }, 'Samples lack channels'],
  ['a height of words', { ...samples, height: '5' }, 'height is a whole number, at least 1; found "5"'],
  ['channels first', pictures(3, 8, 8), 'look like 8x8 with their 3 channels first'],
  ['another layout', { ...samples, layout: 'channels-first' }, 'found "channels-first"'],
  [
    'images alone',
    images,
    'images must be a Uint8Array of bytes 0–255, which the model divides itself; found undefined',
  ],
  [
    'a word',
    'mnist',
    'Samples are an object with images, count, height, width, channels and labels; found "mnist"',
  ],
])('samples that are %s', async (__, wrong, message) => {
  const model = buildModel(baseNetwork);
  const before = readWeights(model);
  const given = wrong as typeof samples;
  await expect(fit(model, given, { epochs: 1, loss })).rejects.toThrow(message);
  await expect(fit(model, samples, { epochs: 1, loss, validation: given })).rejects.toThrow(message);
  await expect(evaluate(model, given, { loss })).rejects.toThrow(message);
  expect(readWeights(model)).toEqual(before);
});

test('images that look like channels first are taken where the layout says so', async () => {
  const network = { ...baseNetwork, input: [3, 8, 8] as const };
  const model = buildModel(network);
  const { targets: __, ...wide } = buildSamples(network);
  await expect(predict(model, wide)).rejects.toThrow("put them last, or say layout: 'channels-last'");
  await expect(predict(model, { ...wide, layout: 'channels-last' })).resolves.toBeDefined();
});

test.each<[object, string]>([
  [{ validationSplit: 0.2 }, 'fit has no option validationSplit: here it is validation'],
  [{ validation_data: samples }, 'fit has no option validation_data: here it is validation'],
  [{ batch_size: 32 }, 'fit has no option batch_size: here it is batchSize'],
  [{ learning_rate: 0.1 }, 'fit has no option learning_rate: here it is learningRate'],
  [{ classWeight: {} }, 'fit has no option classWeight, and nothing that stands for it'],
  [{ sampleWeight: [] }, 'fit has no option sampleWeight, and nothing that stands for it'],
  [{ metrics: ['accuracy'] }, 'fit has no option metrics, and nothing that stands for it'],
  [{ verbose: 0 }, 'fit has no option verbose, and nothing that stands for it'],
  [{ optimiser: 'adam' }, 'fit has no option optimiser: did you mean optimizer?'],
  [{ augment: { shfit: 1 } }, 'augment has no option shfit: did you mean shift?'],
])('the option %j of fit', async (wrong, message) => {
  await expect(fit(buildModel(baseNetwork), samples, { epochs: 1, loss, ...wrong })).rejects.toThrow(message);
});

test('unknown options of evaluate, lossAndAccuracy, predict and callbacks', async () => {
  const model = buildModel(baseNetwork);
  const wrong: object = { batch_size: 1 };
  const message = 'no option batch_size: here it is batchSize';
  await expect(evaluate(model, samples, { loss, ...wrong })).rejects.toThrow(`evaluate has ${message}`);
  await expect(lossAndAccuracy(model, samples, { loss, ...wrong })).rejects.toThrow(message);
  await expect(predict(model, samples, wrong)).rejects.toThrow(`predict has ${message}`);
  const keras: object = { restore_best_weights: true };
  expect(() => earlyStopping({ patience: 1, ...keras })).toThrow('here it is restoreBestWeights');
  const floor: object = { min_lr: 1 };
  expect(() => reduceOnPlateau(floor)).toThrow('here it is minLearningRate');
  // @ts-expect-error: what a caller without types can pass
  expect(() => saveBest({})).toThrow('saveBest takes a function as save; found undefined');
  // @ts-expect-error: what a caller without types can pass
  expect(() => progress({})).toThrow('progress takes a function as onUpdate; found undefined');
  // @ts-expect-error: what a caller without types can pass
  expect(() => csvLog('history.csv')).toThrow(
    'csvLog takes a function that writes text; found "history.csv"',
  );
});

test('a model whose weights are NaN does not pass for one that predicts class 0', async () => {
  const model = buildModel(baseNetwork);
  await writeWeights(
    model,
    readWeights(model).map((weight) => ({ ...weight, values: weight.values.map(() => Number.NaN) })),
  );
  const message = /is NaN: (the model's|its) weights are not finite/;
  await expect(predict(model, samples)).rejects.toThrow(message);
  await expect(evaluate(model, samples, { loss })).rejects.toThrow(message);
  await expect(lossAndAccuracy(model, samples, { loss })).rejects.toThrow(message);
  expect(() => evaluateOutputs(Float32Array.of(Number.NaN, 1), [0])).toThrow(message);
});

test('outputs and labels that are not what they should be', () => {
  const outputs = Float32Array.of(0.25, 0.75);
  expect(() => evaluateOutputs(outputs, [0.5])).toThrow('Labels are whole numbers from 0 to 1; found 0.5');
  expect(() => evaluateOutputs(outputs, [2])).toThrow('found 2 at index 0');
  // @ts-expect-error: what a caller without types can pass
  expect(() => evaluateOutputs(outputs, ['cat'])).toThrow('found "cat" at index 0');
  // @ts-expect-error: what a caller without types can pass
  expect(() => evaluateOutputs([0.25, 0.75], [1])).toThrow('Outputs are a Float32Array');
  // @ts-expect-error: what a caller without types can pass
  expect(() => combineOutputs([outputs], 2, 'median')).toThrow('by mean or vote; found "median"');
  // @ts-expect-error: what a caller without types can pass
  expect(() => combineOutputs([[0.25, 0.75]], 2, 'mean')).toThrow('found Array(2)');
});
