import { definePreset, type Preset } from './preset.ts';

/** The name of a preset. */
export type PresetName = 'softmax' | 'mlp-32' | 'mlp-128' | 'mlp-deep' | 'cnn' | 'resnet' | 'resnet-long';

/** What the residual networks are trained with. */
const residualRecipe = {
  optimizer: 'adamw',
  weightDecay: 0.05,
  learningRate: 0.004,
  schedule: { name: 'one-cycle', warmup: 0.3 },
  labelSmoothing: 0.05,
  batchSize: 64,
} as const;

/** The presets by name, in the order in which help texts list them. To add one, add its name and its difference. */
export const presets: { readonly [Name in PresetName]: Preset & { readonly name: Name } } = {
  softmax: definePreset({
    name: 'softmax',
    summary: 'multinomial logistic regression: one softmax layer on the pixels',
    layers: 'output',
  }),
  'mlp-32': definePreset({
    name: 'mlp-32',
    summary: 'one hidden layer of 32 relu units',
    layers: 'dense 32, output',
  }),
  'mlp-128': definePreset({
    name: 'mlp-128',
    summary: 'one hidden layer of 128 relu units, trained on one-hot labels',
    layers: 'dense 128, output',
    loss: 'categoricalCrossentropy',
    epochs: 5,
  }),
  'mlp-deep': definePreset({
    name: 'mlp-deep',
    summary: 'three hidden layers of 256, 128 and 64 relu units with dropout',
    layers: 'dense 256, dense 128, dense 64, output',
    dropout: 0.2,
    epochs: 20,
  }),
  cnn: definePreset({
    name: 'cnn',
    summary:
      'two normalized convolutions of 16 and 32 filters, each with a pool, and a hidden layer of 48 relu units',
    layers: 'conv 16 3x3 same, norm, relu, pool 2, conv 32 3x3 same, norm, relu, pool 2, dense 48, output',
    learningRate: 0.003,
    schedule: { name: 'cosine', warmup: 1 },
    augment: { flip: true },
    batchSize: 64,
    epochs: 6,
  }),
  resnet: definePreset({
    name: 'resnet',
    summary: 'seven normalized convolutions of 32, 64 and 128 filters, four of them in two residual blocks',
    layers: residualLayers(32, 64, 128),
    ...residualRecipe,
    augment: { flip: true, erase: 6 },
    epochs: 9,
  }),
  'resnet-long': definePreset({
    name: 'resnet-long',
    summary: 'resnet with 48, 96 and 192 filters, trained for 20 epochs',
    layers: residualLayers(48, 96, 192),
    ...residualRecipe,
    augment: { flip: true, erase: 8 },
    epochs: 20,
  }),
};

/** The preset that is meant where none is named. */
export const defaultPreset: PresetName = 'mlp-32';

/** Whether there is a preset of this name. */
export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

/** Three stages of normalized convolutions, of so many filters; the first two end in a residual block. */
function residualLayers(first: number, second: number, third: number): string {
  const conv = (filters: number): string => `conv ${filters} 3x3 same, norm, relu`;
  const stage = (filters: number): string =>
    `${conv(filters)}, pool 2, residual(${conv(filters)}, ${conv(filters)})`;
  return `${stage(first)}, ${stage(second)}, conv ${third} 3x3, norm, relu, global-max, output`;
}
