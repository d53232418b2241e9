import { expect, test } from 'vitest';
import { halves } from '../../test/halves.ts';
import { gradientCheck } from './gradient-check.ts';
import { type GradientsTask, gradients } from './gradients.ts';

const task: GradientsTask = {
  kind: 'gradients',
  hidden: [4, 4],
  activation: 'tanh',
  images: 120,
  batch: 120,
  epochs: 0,
};

test('one batch of all images has no noise, and the gradient that the gradient check finds right', async () => {
  const { layers, noise } = await gradients.run(task, 3, halves);
  // Float32 gradients: the noise of one batch is the rounding of a difference of squares.
  expect(noise).toBeLessThan(1e-3);
  const check = await gradientCheck.run(
    {
      kind: 'gradient-check',
      hidden: [4, 4],
      activation: 'tanh',
      batch: 120,
      epochs: 0,
      step: 1e-5,
      weights: 1000,
    },
    3,
    halves,
  );
  const kernels = check.layers.filter(({ part }) => part === 'kernel');
  expect(layers.map(({ name }) => name)).toEqual(kernels.map(({ name }) => name));
  for (const [index, { size }] of layers.entries()) expect(size).toBeCloseTo(kernels[index]!.size, 6);
});

test('smaller batches have the same mean gradient and loss, and more noise', async () => {
  const whole = await gradients.run(task, 3, halves);
  const parts = await gradients.run({ ...task, batch: 30 }, 3, halves);
  const small = await gradients.run({ ...task, batch: 10 }, 3, halves);
  expect(parts.loss).toBeCloseTo(whole.loss, 6);
  for (const [index, { size }] of parts.layers.entries())
    expect(size).toBeCloseTo(whole.layers[index]!.size, 6);
  expect(small.noise).toBeGreaterThan(parts.noise);
  expect(parts.noise).toBeGreaterThan(whole.noise);
});

test('a batch larger than the data is refused', async () => {
  await expect(gradients.run({ ...task, batch: 200 }, 0, halves)).rejects.toThrow(
    'a batch has 200 images, the data only 120',
  );
});
