import { expect, test } from 'vitest';
import { presetRecipe, presets } from '../../index.ts';
import { settingsWithoutEffect } from './settings-without-effect.ts';

test.each([
  ['softmax', ['activation', 'dropout']],
  ['mlp-32', []],
  ['cnn', []],
  ['resnet', ['activation', 'dropout']],
] as const)('no layer of %s takes %j', (name, without) => {
  expect(settingsWithoutEffect(presetRecipe(presets[name]))).toEqual(without);
});

test.each([
  ['conv 8 3x3, pool 2', ['dropout']],
  ['conv 8 3x3, norm, relu, dense 8', []],
  ['conv 8 3x3, norm, relu, dense 8 tanh', ['activation']],
  ['residual(conv 8 3x3 same, norm)', ['activation', 'dropout']],
  ['residual(conv 8 3x3 same)', ['dropout']],
  ['2 x (conv 8 3x3 tanh), output', ['activation', 'dropout']],
  ['given', ['activation', 'dropout']],
] as const)('no layer of "%s" takes %j', (layers, without) => {
  expect(settingsWithoutEffect({ layers })).toEqual(without);
});
