import { expect, test } from 'vitest';
import { changeRecipe } from './change-recipe.ts';
import { definePreset, presetRecipe } from './preset.ts';
import { presets } from './presets.ts';
import { defaultRecipe, recipeSchema } from './recipe.ts';

/** As the first versions wrote it. */
const formerConfig = {
  preset: 'mlp-32',
  hidden: [20, 10],
  activation: 'tanh',
  dropout: 0.2,
  l1: 0,
  l2: 0.0001,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'rmsprop', learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7 },
  schedule: { name: 'cosine', warmup: 1 },
  batchSize: 32,
  epochs: 4,
  augment: { shift: 2, flip: true },
  validation: 0.1,
  patience: 3,
  limit: 3000,
  seed: 7,
  engine: 'auto',
  data: 'fashion-mnist',
};

test('a configuration from before there were all settings is read, with what runs did then', () => {
  const { hidden: _, ...rest } = formerConfig;
  expect(recipeSchema.parse(formerConfig)).toEqual({
    ...rest,
    layers: 'dense 20, dense 10, output',
    labelSmoothing: 0,
    average: null,
    clipNorm: null,
    classWeight: null,
    size: null,
    channels: null,
    classNames: null,
    from: null,
    freeze: [],
    sample: 'first',
  });
});

test.each(Object.keys(formerConfig))('a configuration without %s is refused', (name) => {
  const { [name]: _, ...rest } = { ...formerConfig } as Record<string, unknown>;
  expect(recipeSchema.safeParse(rest).success).toBe(false);
});

test.each([
  ['a layer that takes all memory', { hidden: [1e9] }],
  ['layers without end', { hidden: Array<number>(101).fill(1) }],
  ['a layer that there is not', { hidden: undefined, layers: 'conf 16 3x3' }],
  ['a fold that there is not', { validation: { index: 5, folds: 5 } }],
  ['a limit of 0', { clipNorm: 0 }],
  ['another optimizer’s setting', { optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 } }],
  ['a factor of L2 without sense', { l2: 1e99 }],
  ['a norm without sense', { clipNorm: 1e99 }],
  ['a learning rate without sense', { optimizer: { name: 'sgd', learningRate: 1e99 } }],
  ['a decay without sense', { optimizer: { name: 'adamw', weightDecay: 1e99 } }],
  ['a schedule without end', { schedule: { name: 'step', every: 1e99, factor: 0.5 } }],
])('a configuration with %s is refused', (_, change) => {
  expect(recipeSchema.safeParse({ ...formerConfig, ...change }).success).toBe(false);
});

test.each(Object.values(presets))('the recipe of $name is read back from JSON', (preset) => {
  const recipe = presetRecipe(preset);
  expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  expect(recipe).toMatchObject({ preset: preset.name, layers: preset.layers, epochs: preset.epochs });
});

test('a preset may differ in any setting', () => {
  const preset = definePreset({
    name: 'slow',
    summary: '',
    optimizer: 'momentum',
    nesterov: true,
    schedule: { name: 'cosine', warmup: 1 },
  });
  expect(presetRecipe(preset)).toEqual({
    ...defaultRecipe,
    preset: 'slow',
    optimizer: { name: 'momentum', learningRate: 0.01, momentum: 0.9, nesterov: true },
    schedule: { name: 'cosine', warmup: 1 },
  });
});

test('another optimizer comes with its own settings', () => {
  const tuned = changeRecipe(defaultRecipe, { learningRate: 0.5, beta1: 0.8 });
  expect(tuned.optimizer).toMatchObject({ name: 'adam', learningRate: 0.5, beta1: 0.8 });
  expect(changeRecipe(tuned, { optimizer: 'adam', epochs: 3 }).optimizer).toEqual(tuned.optimizer);
  expect(changeRecipe(tuned, { optimizer: 'sgd' }).optimizer).toEqual({ name: 'sgd', learningRate: 0.01 });
  expect(changeRecipe(tuned, { optimizer: 'rmsprop', rho: 0.8 }).optimizer).toMatchObject({
    rho: 0.8,
    learningRate: 0.001,
  });
});

test.each([
  [{ momentum: 0.9 }, 'The optimizer adam has no momentum; it has learning rate, beta1, beta2, epsilon'],
  [{ optimizer: 'sgd', nesterov: true }, 'The optimizer sgd has no Nesterov momentum; it has learning rate'],
  [{ optimizer: 'adam', weightDecay: 1 }, 'The optimizer adam has no weight decay'],
] as const)('a setting that the optimizer does not have is refused: %j', (changes, message) => {
  expect(() => changeRecipe(defaultRecipe, changes)).toThrow(RangeError);
  expect(() => changeRecipe(defaultRecipe, changes)).toThrow(message);
});

test('a setting that is undefined changes nothing', () => {
  expect(changeRecipe(defaultRecipe, { epochs: undefined, momentum: undefined })).toEqual(defaultRecipe);
});
