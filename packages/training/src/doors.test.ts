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
  openModel,
  predict,
  progress,
  readWeights,
  reduceOnPlateau,
  saveBest,
  serializeModel,
  tfjsEngine,
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
  [
    'words as labels',
    { ...samples, labels: ['cat', 'dog'] },
    'class indices; found Array(2) with "cat" at index 0',
  ],
  ['numbers as labels', { ...samples, labels: [0, 1] }, 'found Array(2): Int32Array.from(labels) makes one'],
  [
    'labels of two bytes',
    { ...samples, labels: new Uint16Array(count) },
    'Int32Array.from(labels) makes one',
  ],
  [
    'a gap in the labels',
    { ...samples, labels: [0, undefined, 1] },
    'found Array(3) with undefined at index 1',
  ],
  ['large labels', { ...samples, labels: new BigInt64Array(2) }, 'BigInt64Array(2) with 0 at index 0'],
  ['misspelt', { ...samples, labels: undefined, lables: samples.labels }, 'found lables instead'],
  ['of a misspelt size', { ...samples, height: undefined, heigth: 5 }, 'found heigth instead'],
  [
    'float labels',
    { ...samples, labels: new Float32Array(count).fill(0.5) },
    'found Float32Array(27) with 0.5 at index 0',
  ],
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
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as from a caller without types
  const given = wrong as typeof samples;
  await expect(fit(model, given, { epochs: 1, loss })).rejects.toThrow(message);
  const ofValidation = typeof given === 'object' ? message : 'validation is samples, or a fraction';
  await expect(fit(model, samples, { epochs: 1, loss, validation: given })).rejects.toThrow(ofValidation);
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
  [{ class_weight: {} }, 'fit has no option class_weight: here it is classWeight, an option of fit'],
  [{ sample_weight: [] }, 'fit has no option sample_weight: here it is sampleWeight, an option of fit'],
  [{ classWeight: 'balance' }, 'classWeight is an object with a number for each class index'],
  [{ classWeight: { 3: 1 } }, 'classWeight has classes from 0 to 2; found "3"'],
  [{ classWeight: { cat: 1 } }, 'classWeight has classes from 0 to 2; found "cat"'],
  [{ classWeight: { 1: -1 } }, 'classWeight has finite numbers of at least 0; found -1 for class 1'],
  [{ sampleWeight: 2 }, 'sampleWeight is an array of numbers, one for each sample; found 2'],
  [{ sampleWeight: [1, 2] }, 'samples; found 2 numbers'],
  [{ sampleWeight: [Number.NaN, ...Array<number>(26).fill(1)] }, 'at least 0; found NaN at index 0'],
  [{ sampleWeight: new Float32Array(27) }, 'sampleWeight is 0 for every sample: nothing would be learnt'],
  [{ metrics: ['accuracy'] }, 'fit has no option metrics and no equivalent'],
  [{ verbose: 0 }, 'fit has no option verbose and no equivalent'],
  [{ optimiser: 'adam' }, 'fit has no option optimiser: did you mean optimizer?'],
  [{ augment: { shfit: 1 } }, 'augment has no option shfit: did you mean shift?'],
  [{ augment: { flip: 'no' } }, 'flip is true or false; found "no"'],
  [{ augment: { shift: '2' } }, 'from 0 to 65535; found "2"'],
  [{ epochs: '3' }, 'epochs is a whole number, at least 1; found "3"'],
  [{ epochs: undefined }, 'epochs is a whole number, at least 1; found undefined'],
  [{ batchSize: '32' }, 'batchSize is a whole number, at least 1; found "32"'],
  [{ seed: '1' }, 'seed is a whole number from 0 to 2^53 - 1; found "1"'],
  [{ shuffle: 'no' }, 'shuffle is true or false; found "no"'],
  [{ shuffle: 0 }, 'shuffle is true or false; found 0'],
  [{ globalClipNorm: '1' }, 'globalClipNorm is above 0 and finite; found "1"'],
  [{ globalClipNorm: Infinity }, 'globalClipNorm is above 0 and finite; found Infinity'],
  [{ learningRate: '0.1' }, 'learningRate is a number above 0; found "0.1"'],
  [{ optimizer: 'Adam' }, 'Did you mean adam?'],
  [{ optimizer: { name: 'adam', lr: 0.1 } }, 'The optimizer adam has no option lr: here it is learningRate'],
  [{ schedule: 'cosin' }, 'Did you mean cosine?'],
  [{ label_smoothing: 0.1 }, 'fit has no option label_smoothing: here it is labelSmoothing'],
  [{ labelSmoothing: 1 }, 'labelSmoothing is a number from 0 to below 1; found 1'],
  [{ labelSmoothing: '0.1' }, 'found "0.1"'],
  [{ use_ema: true }, 'fit has no option use_ema: here it is average'],
  [{ average: 'ewma' }, 'Unknown average "ewma"'],
  [{ average: { name: 'ema', decay: 1 } }, 'decay is a number from 0 to below 1; found 1'],
  [{ loss: 'sparse_categorical_crossentropy' }, 'Did you mean sparseCategoricalCrossentropy?'],
  [{ engine: 'simd' }, 'engine is an Engine, such as tfjsEngine() or simdEngine(); found "simd"'],
  [{ engine: tfjsEngine }, 'found a function'],
  [{ engine: null }, 'found null'],
  [{ signal: true }, 'signal is an AbortSignal; found true'],
  [{ signal: new AbortController() }, 'signal is an AbortSignal; found an instance of AbortController'],
  [{ validation: 0 }, 'found 0'],
  [{ validation: null }, 'validation is samples, or a fraction above 0 and below 1; found null'],
  [{ validation: '0.2' }, 'found "0.2"'],
  [{ validation: [1, 2] }, 'found Array(2)'],
  [{ checkpoint: { every: 'step', save: () => {} } }, 'checkpoint.every is a whole number, at least 1'],
  [{ checkpoint: { every: 'epoch' } }, 'checkpoint.save is a function; found undefined'],
  [{ checkpoint: { evry: 1 } }, 'checkpoint has no option evry: did you mean every?'],
  [{ resume: 'run/checkpoint' }, 'resume is a Checkpoint, as decodeCheckpoint gives it'],
  [{ callbacks: { onEpochEnd: () => {} } }, 'callbacks is an array of callbacks; found an object'],
  [{ callbacks: [() => {}] }, 'A callback is an object with hooks such as onEpochEnd; found a function'],
  [{ callbacks: [undefined] }, 'found undefined'],
  [{ callbacks: [{ onEpochend: () => {} }] }, 'has no hook onEpochend: did you mean onEpochEnd?'],
  [{ callbacks: [{ on_epoch_end: () => {} }] }, 'has no hook on_epoch_end: did you mean onEpochEnd?'],
  [{ callbacks: [{ onBatchEnd: () => {} }] }, 'has no hook onBatchEnd: did you mean onTrainBatchEnd?'],
  [{ callbacks: [{ onPredictBegin: () => {} }] }, 'has no hook onPredictBegin; there are onTrainBegin'],
  [{ callbacks: [{ onEpochEnd: 5 }] }, 'onEpochEnd of a callback is a function; found 5'],
  [
    {
      callbacks: [
        new (class Log {
          onEpochEnds(): void {}
        })(),
      ],
    },
    'has no hook onEpochEnds: did you mean onEpochEnd?',
  ],
])('the option %j of fit', async (wrong, message) => {
  await expect(fit(buildModel(baseNetwork), samples, { epochs: 1, loss, ...wrong })).rejects.toThrow(message);
});

test('what a callback keeps beside its hooks is its own', async () => {
  class Counting {
    online = true;
    epochs = 0;
    once(): void {}
    onEpochEnd(): void {
      this.epochs++;
    }
    get onLate(): never {
      throw new Error('a getter that nobody may run');
    }
  }
  const counting = new Counting();
  await fit(buildModel(baseNetwork), samples, { epochs: 2, loss, callbacks: [counting] });
  expect(counting.epochs).toBe(2);
});

test('rows of targets that are not shares of 1 are refused', async () => {
  const model = buildModel(baseNetwork);
  const options = { epochs: 1, loss: 'categoricalCrossentropy' } as const;
  const wrong = { ...samples, targets: new Float32Array(count * 3).fill(7) };
  const message = 'The targets of a sample add up to 1, to within 0.001; found 21 for sample 0';
  await expect(fit(model, wrong, options)).rejects.toThrow(message);
  await expect(evaluate(model, wrong, { loss: options.loss })).rejects.toThrow(message);
  const rounded = { ...samples, targets: new Float32Array(count * 3).fill(0.3333) };
  await expect(fit(model, rounded, options)).resolves.toMatchObject({ status: 'completed' });
});

test('what is no model is refused as such', async () => {
  const message = 'A model is a LayersModel of TensorFlow.js, or what openModel gives; found';
  for (const wrong of [undefined, null, 'mlp-32', {}, [], buildModel]) {
    // @ts-expect-error: what a caller without types can pass
    await expect(fit(wrong, samples, { epochs: 1 })).rejects.toThrow(
      'model is a LayersModel of TensorFlow.js; found',
    );
    // @ts-expect-error: what a caller without types can pass
    await expect(evaluate(wrong, samples)).rejects.toThrow(message);
    // @ts-expect-error: what a caller without types can pass
    await expect(predict(wrong, samples)).rejects.toThrow(message);
  }
});

test('fit takes no model that openModel gives: it trains the variables of a LayersModel', async () => {
  const { modelJson, weights } = await serializeModel(buildModel(baseNetwork));
  const opened = openModel({ modelJson, weights });
  expect((await predict(opened, samples)).probabilities).toHaveLength(3 * count);
  // @ts-expect-error: what a caller without types can pass
  await expect(fit(opened, samples, { epochs: 1 })).rejects.toThrow(
    'model is a LayersModel of TensorFlow.js; found',
  );
});

test('unknown options of evaluate, lossAndAccuracy, predict and callbacks', async () => {
  const model = buildModel(baseNetwork);
  const wrong: object = { batch_size: 1 };
  const message = 'no option batch_size: here it is batchSize';
  await expect(evaluate(model, samples, { loss, ...wrong })).rejects.toThrow(`evaluate has ${message}`);
  await expect(lossAndAccuracy(model, samples, { loss, ...wrong })).rejects.toThrow(message);
  await expect(predict(model, samples, wrong)).rejects.toThrow(`predict has ${message}`);
  const simd: object = { engine: 'simd' };
  await expect(predict(model, samples, simd)).rejects.toThrow('engine is an Engine, such as');
  await expect(evaluate(model, samples, simd)).rejects.toThrow('engine is an Engine, such as');
  const metric: object = { monitor: 'val_acc' };
  const unknown = 'Unknown metric "val_acc"; there are loss, accuracy, valLoss, valAccuracy';
  // @ts-expect-error: what a caller without types can pass
  expect(() => earlyStopping(metric)).toThrow(unknown);
  expect(() => reduceOnPlateau(metric)).toThrow(unknown);
  expect(() => saveBest({ save: () => {}, ...metric })).toThrow(unknown);
  // @ts-expect-error: what a caller without types can pass
  expect(() => earlyStopping({})).toThrow('patience is a whole number, at least 1; found undefined');
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
