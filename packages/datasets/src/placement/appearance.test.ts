import { RandomStream } from '@atelier/random';
import { expect, test } from 'vitest';
import type { LabelledImages } from '../images.ts';
import { measureAppearance } from './appearance.ts';
import { type Described, gaussiansOf, momentsOf, nearest } from './gaussians.ts';
import { quantile } from './pixels.ts';
import { grayOf, softened, statisticsOf } from './statistics.ts';

/** Pictures of 12x12 of two classes in turns: a spot, anywhere, on noise. */
function pictures(count: number): LabelledImages {
  const random = new RandomStream(7, 'pictures');
  const images = Uint8Array.from({ length: count * 144 }, () => 60 * random.uniform());
  for (let at = 0; at < count; at++) {
    const [x, y] = [Math.floor(9 * random.uniform()), Math.floor(9 * random.uniform())];
    for (let row = 0; row < 3; row++) images.fill(120 + 100 * (at % 2), ...rowOf(at, x, y + row));
  }
  const labels = Uint8Array.from({ length: count }, (_, at) => at % 2);
  return { images, labels, count, height: 12, width: 12, channels: 1 };
}

function rowOf(picture: number, x: number, y: number): [number, number] {
  const start = picture * 144 + y * 12 + x;
  return [start, start + 3];
}

test.each([200, 333, 500])('of %i pictures, the limit is the 994th of 1,000 of all distances', (count) => {
  const data = pictures(count);
  const plane = new Float32Array(144);
  const described = Array.from({ length: count }, (_, at): Described => {
    const group = at % 2;
    // The nth of its class: every second one belongs to the other half, and pairs are softened by 1 to 4 sixteenths in turns.
    const share = (1 + (Math.floor(at / 4) % 4)) / 16;
    const gray = grayOf(data, at, plane);
    return {
      group,
      row: statisticsOf(gray),
      soft: statisticsOf(softened(gray, share, new Float32Array(144))),
    };
  });
  const half = (which: number): Described[] => described.filter((_, at) => Math.floor(at / 2) % 2 === which);
  const distances = [0, 1].flatMap((which) => {
    const others = gaussiansOf(momentsOf(half(1 - which), 2));
    return half(which).map(({ row, soft }) => Math.max(nearest(others, row), nearest(others, soft)));
  });
  const expected = quantile(Float64Array.from(distances).sort(), 0.994);
  const indices = Array.from({ length: count }, (_, at) => at);
  expect(measureAppearance(data, 2, indices, true)?.limit).toBeCloseTo(expected, 9);
});
