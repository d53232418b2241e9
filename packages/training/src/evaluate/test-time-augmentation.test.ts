import { beforeAll, expect, test } from 'vitest';
import { buildModel, buildSamples, baseNetwork } from '../conformance/network.ts';
import { evaluate, predict, useWasmBackend } from '../index.ts';
import { mirrored } from './mirrored.ts';

beforeAll(() => useWasmBackend());

test('a mirror image has its columns in reverse, its channels as they were', () => {
  const images = Uint8Array.of(1, 2, 3, 4, 5, 6, /**/ 7, 8, 9, 10, 11, 12);
  expect(mirrored({ images, count: 1, height: 2, width: 3, channels: 2 }).images).toEqual(
    Uint8Array.of(5, 6, 3, 4, 1, 2, /**/ 11, 12, 9, 10, 7, 8),
  );
});

test('with flip, outputs are means over an image and its mirror image, and are what is evaluated', async () => {
  const model = buildModel(baseNetwork);
  const samples = buildSamples(baseNetwork);
  const own = (await predict(model, samples)).probabilities;
  const reflected = (await predict(model, mirrored(samples))).probabilities;
  const means = own.map((value, i) => Math.fround((value + reflected[i]!) / 2));
  expect((await predict(model, samples, { tta: 'flip' })).probabilities).toEqual(means);
  const { loss, probabilities } = await evaluate(model, samples, { tta: 'flip' });
  expect(probabilities).toEqual(means);
  const losses = Array.from(samples.labels, (label, row) => -Math.log(means[row * 3 + label]!));
  expect(loss).toBeCloseTo(losses.reduce((sum, each) => sum + each, 0) / losses.length, 12);
});

test.each(['mirror', 'toString', 2, null])('tta %j is refused', async (tta) => {
  const model = buildModel(baseNetwork);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as from a caller without types
  const options = { tta: tta as 'flip' };
  await expect(predict(model, buildSamples(baseNetwork), options)).rejects.toThrow('there are none, flip');
  await expect(evaluate(model, buildSamples(baseNetwork), options)).rejects.toThrow('there are none, flip');
});
