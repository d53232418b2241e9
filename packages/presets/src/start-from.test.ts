import { memory } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { engineModel, readWeights, useWasmBackend } from '@atelier/training';
import { beforeAll, describe, expect, test } from 'vitest';
import { createModel } from './create-model.ts';
import { freezeLayers } from './freeze-layers.ts';
import { changeRecipe } from './recipe/change-recipe.ts';
import { defaultRecipe, type Recipe } from './recipe/recipe.ts';
import { startFrom } from './start-from.ts';

beforeAll(() => useWasmBackend());

const inputShape = [6, 6, 1] as const;
const recipe = changeRecipe(defaultRecipe, { layers: 'conv 4 3x3, norm, relu, dense 5, output', seed: 3 });
const given: Recipe = { ...recipe, layers: 'given' };

function model(classes: number, seed: number): LayersModel {
  return createModel(recipe, { inputShape, classes, seed });
}

/** Values by name; a weight of another model counts as equal if every bit is. */
const valuesOf = (of: LayersModel): Map<string, readonly number[]> =>
  new Map(readWeights(of).map(({ name, values }) => [name, [...values]]));

describe('a start from given weights', () => {
  test.each([
    ['of the same recipe', recipe],
    ['with its layers', given],
  ])('%s has all of them', async (_, own) => {
    const source = model(3, 1);
    const start = await startFrom(own, engineModel(source), { inputShape, classes: 3 });
    expect(start.anew).toBeUndefined();
    expect(valuesOf(start.model)).toEqual(valuesOf(source));
  });

  test.each([
    ['of the same recipe', recipe],
    ['with its layers', given],
  ])('%s begins the output layer anew for another number of classes', async (_, own) => {
    const source = model(3, 1);
    const start = await startFrom(own, engineModel(source), { inputShape, classes: 7 });
    expect(start.anew).toBe('output');
    const [found, theirs, fresh] = [start.model, source, model(7, recipe.seed)].map(valuesOf);
    for (const [name, values] of found ?? []) {
      expect(values).toEqual((name.startsWith('output/') ? fresh : theirs)?.get(name));
    }
  });

  test.each([
    ['a recipe', recipe, 0.9],
    ['given layers', given, 0.99],
  ])('has the momentum of %s', async (_, own, momentum) => {
    const sizes = { inputShape, classes: 3, stepsPerEpoch: 4 };
    const { model: started } = await startFrom(own, engineModel(model(3, 1)), sizes);
    const norm = started.layers.find((layer) => layer.getClassName() === 'BatchNormalization');
    expect(norm?.getConfig()['momentum']).toBe(momentum);
  });

  test('names what differs, and leaves no tensor', async () => {
    const source = engineModel(model(3, 1));
    const before = memory().numTensors;
    const wider = changeRecipe(recipe, { layers: 'conv 8 3x3, norm, relu, dense 5, output' });
    await expect(startFrom(wider, source, { inputShape, classes: 3 })).rejects.toThrow(
      'The model to start from has conv_1/kernel [3, 3, 1, 4]; this one has conv_1/kernel [3, 3, 1, 8]',
    );
    const plain = changeRecipe(recipe, { layers: 'dense 5, output' });
    await expect(startFrom(plain, source, { inputShape, classes: 3 })).rejects.toThrow(
      'The model to start from has conv_1/kernel [3, 3, 1, 4], which this one lacks',
    );
    await expect(startFrom(given, source, { inputShape: [8, 8, 1], classes: 3 })).rejects.toThrow(
      'The given model takes images of 6x6x1; the data have 8x8x1',
    );
    expect(memory().numTensors).toBe(before);
  });

  test('does not begin a convolution anew', async () => {
    const source = sequential({
      layers: [
        layers.conv2d({ name: 'last', filters: 3, kernelSize: 6, inputShape: [...inputShape] }),
        layers.flatten(),
        layers.softmax(),
      ],
    });
    await expect(startFrom(given, engineModel(source), { inputShape, classes: 4 })).rejects.toThrow(
      '"last", is a Conv2D; only a dense one begins anew',
    );
  });
});

describe('frozen layers', () => {
  test('are named, or matched by a star', () => {
    const frozen = model(3, 1);
    freezeLayers(frozen, ['conv_1', 'norm*']);
    const names = frozen.layers.filter(({ trainable }) => !trainable).map(({ name }) => name);
    expect(names).toEqual(['conv_1', 'norm_1']);
  });

  test('have weights, and are not all', () => {
    expect(() => freezeLayers(model(3, 1), ['flatten'])).toThrow(
      'No layer with weights is named "flatten", which is to be frozen; there are conv_1, norm_1, hidden_1, output',
    );
    expect(() => freezeLayers(model(3, 1), ['*'])).toThrow('With * frozen, no layer is left to train');
    // A dot is a dot.
    expect(() => freezeLayers(model(3, 1), ['conv.1'])).toThrow('No layer with weights is named "conv.1"');
  });
});
