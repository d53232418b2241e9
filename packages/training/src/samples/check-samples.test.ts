import { input, layers, model as functionalModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import {
  checkSamples,
  checkTargets,
  engineModel,
  type EngineModel,
  type Samples,
  useWasmBackend,
} from '../index.ts';

await useWasmBackend();

function classifier(
  inputShape: number[],
  units: number,
  activation: 'softmax' | 'sigmoid' | 'relu' = 'softmax',
): EngineModel {
  const model = sequential();
  const isFlat = inputShape.length === 1;
  if (!isFlat) model.add(layers.flatten({ inputShape }));
  model.add(layers.dense({ units, activation, ...(isFlat && { inputShape }) }));
  return engineModel(model);
}

const samples: Samples = {
  images: new Uint8Array(12),
  labels: Uint8Array.of(0, 1),
  targets: new Float32Array(6).fill(1 / 3),
  count: 2,
  height: 2,
  width: 3,
  channels: 1,
};

describe('checkSamples', () => {
  test.each([[[2, 3, 1]], [[2, 3]], [[6]]])('takes images of 2x3x1 for an input of %j', (inputShape) => {
    expect(() => checkSamples(samples, classifier(inputShape, 3))).not.toThrow();
  });

  test.each<[string, number[], Partial<Samples>, string]>([
    ['no samples', [2, 3, 1], { count: 0, images: new Uint8Array() }, 'There are no samples: at least 1'],
    ['missing bytes', [2, 3, 1], { count: 3 }, '3 images of 2x3x1 have 18 bytes; found 12'],
    ['another shape', [3, 2, 1], {}, 'The model takes images of 3x2x1; found 2x3x1'],
    ['another size', [7], {}, 'The model takes images of 7; found 2x3x1'],
    ['channels that are dropped', [2, 1], { width: 1, channels: 3 }, 'images of 2x1; found 2x1x3'],
    ['a label missing', [6], { labels: Uint8Array.of(1) }, 'There are 2 images but 1 labels'],
  ])('refuses %s', (_, inputShape, wrong, message) => {
    const check = (): void => checkSamples({ ...samples, ...wrong }, classifier(inputShape, 3));
    expect(check).toThrow(RangeError);
    expect(check).toThrow(message);
  });

  test('refuses a model with two inputs', () => {
    const inputs = [input({ shape: [6] }), input({ shape: [6] })];
    const [left, right] = inputs;
    const joined = layers.add().apply([left!, right!]);
    const outputs = layers.dense({ units: 3, activation: 'softmax' }).apply(joined);
    if (Array.isArray(outputs) || !('sourceLayer' in outputs)) throw new Error('one symbolic output');
    const model = functionalModel({ inputs, outputs });
    expect(() => checkSamples(samples, engineModel(model))).toThrow(
      'The model has to have one input; it has 2',
    );
  });
});

describe('checkTargets', () => {
  test.each([
    ['sparseCategoricalCrossentropy', classifier([6], 3)],
    ['categoricalCrossentropy', classifier([6], 3)],
    ['binaryCrossentropy', classifier([6], 1, 'sigmoid')],
  ] as const)('takes what %s learns from', (loss, model) => {
    expect(() => checkTargets(samples, loss, model)).not.toThrow();
  });

  test('leaves a model that ends in neither softmax nor sigmoid for the engine to refuse', () => {
    const model = classifier([6], 3, 'relu');
    expect(() => checkTargets(samples, 'sparseCategoricalCrossentropy', model)).not.toThrow();
  });

  const { labels: _, ...unlabelled } = samples;
  const { targets: __, ...untargeted } = samples;
  test.each([
    ['sparseCategoricalCrossentropy', unlabelled, 3, 'learns from labels [count]; found none'],
    ['categoricalCrossentropy', untargeted, 3, 'learns from targets [count, classes]; found none'],
    ['categoricalCrossentropy', samples, 4, 'of 2 images and 4 outputs are 8 numbers; found 6'],
    ['binaryCrossentropy', unlabelled, 1, 'binaryCrossentropy learns from labels [count]; found none'],
    ['binaryCrossentropy', samples, 2, 'binaryCrossentropy takes a model with 1 output; found 2'],
    [
      'sparseCategoricalCrossentropy',
      { ...samples, labels: Uint8Array.of(0, 3) },
      3,
      'Labels are from 0 to 2, one for each of the model’s classes; found 3 at index 1'.replace('’', "'"),
    ],
    ['sparseCategoricalCrossentropy', { ...samples, labels: Int32Array.of(-1, 0) }, 3, 'found -1 at index 0'],
    ['binaryCrossentropy', { ...samples, labels: Uint8Array.of(0, 2) }, 1, 'Labels are from 0 to 1'],
  ] as const)('%s refuses what it cannot learn from (%#)', (loss, wrong, units, message) => {
    const model = classifier([6], units, loss === 'binaryCrossentropy' ? 'sigmoid' : 'softmax');
    const check = (): void => checkTargets(wrong, loss, model);
    expect(check).toThrow(RangeError);
    expect(check).toThrow(message);
  });

  test('a loss refuses a model that ends in what another is made for', () => {
    expect(() => checkTargets(samples, 'binaryCrossentropy', classifier([6], 1))).toThrow(
      'binaryCrossentropy takes a model that ends in a sigmoid; this one ends in a softmax',
    );
    const sigmoids = classifier([6], 3, 'sigmoid');
    expect(() => checkTargets(samples, 'sparseCategoricalCrossentropy', sigmoids)).toThrow('in a softmax');
  });
});
