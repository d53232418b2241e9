import { expect, test } from 'vitest';
import { classPictures, gather, labelledPicture, weightPictures } from './pictures.ts';

const images = {
  images: Uint8Array.from({ length: 20 * 4 }, (_, index) => index),
  labels: Uint8Array.from({ length: 20 }, (_, index) => index % 2),
  count: 20,
  height: 2,
  width: 2,
  channels: 1,
};

test('pictures of a class are of that class, and the same for the same seed', () => {
  const first = classPictures(images, 2, { seed: 1, perClass: 3, among: 20 });
  expect(first.map(({ label, count, pixels }) => [label, count, pixels.length])).toEqual([
    [0, 10, 12],
    [1, 10, 12],
  ]);
  for (const { label, pixels } of first) {
    for (let place = 0; place < 3; place++) {
      const index = pixels[place * 4]! / 4;
      expect(images.labels[index]).toBe(label);
      expect(pixels.subarray(place * 4, place * 4 + 4)).toEqual(
        images.images.subarray(index * 4, index * 4 + 4),
      );
    }
  }
  expect(classPictures(images, 2, { seed: 1, perClass: 3, among: 20 })).toEqual(first);
  expect(classPictures(images, 2, { seed: 2, perClass: 3, among: 20 })).not.toEqual(first);
  const [even] = classPictures(images, 2, { seed: 1, perClass: 3, among: 6 });
  expect(even?.count).toBe(10);
  expect([...(even?.pixels ?? [])].filter((_, at) => at % 4 === 0).toSorted((a, b) => a - b)).toEqual([
    0, 8, 16,
  ]);
});

test('gathered pictures come in the order that was asked for', () => {
  const some = gather(images, [5, 0]);
  expect(Array.from(some.images)).toEqual([20, 21, 22, 23, 0, 1, 2, 3]);
  expect(Array.from(some.labels)).toEqual([1, 0]);
  expect(labelledPicture(images, 5)).toEqual({ index: 5, label: 1, pixels: Uint8Array.of(20, 21, 22, 23) });
});

test('weights are orange above zero, blue below, and clear at zero', () => {
  // Two inputs, two units: unit 0 has 1 and -0.5, unit 1 has 0 and 1.
  const pictures = weightPictures([1, 0, -0.5, 1], { inputs: 2, units: 2, shownUnits: 2 });
  expect(Array.from(pictures)).toEqual([222, 98, 0, 255, 0, 114, 206, 128, 222, 98, 0, 0, 222, 98, 0, 255]);
});
