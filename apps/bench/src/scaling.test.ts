import { expect, test } from 'vitest';
import { readScaling, scalingFigure, type ScalingPoint } from './scaling.ts';

const points: readonly ScalingPoint[] = [
  { axis: 'units', size: 8, threads: 1, imagesPerSecond: 500_000 },
  { axis: 'units', size: 16, threads: 1, imagesPerSecond: 400_000 },
  { axis: 'images', size: 250, threads: 2, imagesPerSecond: 300_000 },
];

test('reads the points that the script printed', () => {
  expect(readScaling(JSON.stringify(points))).toEqual(points);
});

test('refuses anything else', () => {
  expect(() => readScaling('[{"axis":"width","size":8,"threads":1,"imagesPerSecond":5}]')).toThrow(/units/);
});

test('draws a line for each size and number of threads', async () => {
  const svg = await scalingFigure(points);
  for (const name of ['units', 'images', '1 thread', '2 threads']) expect(svg).toContain(name);
});
