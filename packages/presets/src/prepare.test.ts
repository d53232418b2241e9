import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { prepare } from './prepare.ts';
import { defaultRecipe } from './recipe/recipe.ts';
import { type RecipeData, stepsPerEpoch } from './set-aside.ts';

/** Ten images of one pixel, of two classes by turns. */
const images = (first: number): RecipeData['train'] => ({
  images: Uint8Array.from({ length: 10 }, (_, index) => first + index),
  labels: Uint8Array.from({ length: 10 }, (_, index) => index % 2),
  count: 10,
  height: 1,
  width: 1,
  channels: 1,
});
const data = { classNames: ['even', 'odd'], train: images(0), test: images(100) };

beforeAll(async () => {
  await setBackend('wasm');
});

test.each([
  [{ validation: 'test' }, 10, 10],
  [{ validation: 'none' }, 10, undefined],
  [{ validation: 'held-out' }, 9, 1],
  [{ validation: 0.2 }, 8, 2],
  [{ validation: { index: 1, folds: 5 } }, 8, 2],
  [{ validation: 'test', limit: 4 }, 4, 10],
  [{ validation: 0.5, limit: 4 }, 2, 2],
  [{ validation: 'test', limit: 99 }, 10, 10],
] as const)('%j trains on %d images and validates on %j', (changes, train, validation) => {
  const prepared = prepare({ ...defaultRecipe, ...changes }, data);
  expect(prepared.train.count).toBe(train);
  expect(prepared.options.validation?.count).toBe(validation);
  expect(prepared.test).toBe(data.test);
  // A last batch of fewer images is a step, too.
  expect(stepsPerEpoch({ ...defaultRecipe, ...changes, batchSize: 3 }, data)).toBe(Math.ceil(train / 3));
});

test('the steps of an epoch are counted in data of a class, whose parts may be getters', () => {
  class Parts implements RecipeData {
    readonly classNames = data.classNames;
    get train(): RecipeData['train'] {
      return data.train;
    }
    get validation(): RecipeData['train'] {
      return data.test;
    }
    get test(): RecipeData['train'] {
      return data.test;
    }
  }
  // With a validation part of their own, all ten are trained on.
  expect(stepsPerEpoch({ ...defaultRecipe, validation: 'held-out', batchSize: 1 }, new Parts())).toBe(10);
});

test('data with a validation part are validated on it, by test and by held-out', () => {
  const own = { ...data, validation: { ...images(200), labels: new Uint8Array(10) } };
  for (const validation of ['test', 'held-out'] as const) {
    const { train, options } = prepare({ ...defaultRecipe, validation }, own);
    expect(train).toBe(own.train);
    expect(options.validation).toBe(own.validation);
  }
});

test('the options are the recipe’s', () => {
  const recipe = { ...defaultRecipe, layers: 'dense 3, output', clipNorm: 0.5, patience: 2, seed: 7 };
  const { model, options } = prepare(recipe, data);
  const { epochs, loss, optimizer, schedule, batchSize, augment, seed } = recipe;
  expect(options).toMatchObject({ epochs, loss, optimizer, schedule, batchSize, augment, seed });
  expect(options.globalClipNorm).toBe(0.5);
  expect(options.callbacks).toHaveLength(1);
  expect(model.countParams()).toBe(3 + 3 + 3 * 2 + 2);
});

test('weights of classes go by their names; a name that the data do not have is refused', () => {
  const weighted = (classWeight: typeof defaultRecipe.classWeight): unknown =>
    prepare({ ...defaultRecipe, classWeight }, data).options.classWeight;
  expect(weighted(null)).toBeUndefined();
  expect(weighted('balanced')).toBe('balanced');
  expect(weighted([['odd', 3]])).toEqual({ 1: 3 });
  expect(() => weighted([['evn', 3]])).toThrow(
    'classWeight names the class "evn", which the data do not have: did you mean "even"?',
  );
});

test('batch normalization has a momentum that suits the steps of an epoch', () => {
  const layers = 'dense 3, norm, relu, output';
  const momentum = (count: number, batchSize: number): unknown => {
    const train = { ...data.train, images: new Uint8Array(count), labels: new Uint8Array(count), count };
    const recipe = { ...defaultRecipe, layers, batchSize, validation: 'none' as const };
    const { model } = prepare(recipe, { ...data, train });
    return model.layers.find((layer) => layer.getClassName() === 'BatchNormalization')?.getConfig()[
      'momentum'
    ];
  };
  // Three steps, of four, four and two images.
  expect(momentum(10, 4)).toBe(0.9);
  // A hundred steps, the last of one image: the hundredth root of a twentieth.
  expect(momentum(199, 2)).toBe(0.970487);
  expect(momentum(600, 2)).toBe(0.99);
});

test('by default gradients are left alone, and no callback ends the training', () => {
  const { options } = prepare(defaultRecipe, data);
  expect(options).not.toHaveProperty('globalClipNorm');
  expect(options.callbacks).toEqual([]);
});

test('the binary loss takes two classes', () => {
  const recipe = { ...defaultRecipe, loss: 'binaryCrossentropy' } as const;
  expect(prepare(recipe, data).model.outputs[0]?.shape).toEqual([null, 1]);
  expect(() => prepare(recipe, { ...data, classNames: ['a', 'b', 'c'] })).toThrow(
    'binaryCrossentropy takes data of 2 classes; found 3',
  );
});

test.each([
  [{}, 0.9],
  [{ normMomentum: 0.99 }, 0.99],
])('prepare with %j gives a new model batch normalization of momentum %d', (start, momentum) => {
  const { model } = prepare({ ...defaultRecipe, layers: 'norm' }, data, start);
  const norm = model.layers.find((layer) => layer.getClassName() === 'BatchNormalization');
  expect(norm?.getConfig()['momentum']).toBe(momentum);
});
