import { lineFigure, renderSvg, type Series } from '@atelier/plotting';
import { z } from 'zod';
import { type Column, table } from './table.ts';
import { counted, markOf } from './threads.ts';

const axes = ['units', 'batch size', 'images'] as const;

const point = z.object({
  axis: z.enum(axes),
  size: z.number(),
  threads: z.number(),
  imagesPerSecond: z.number(),
});

/** Images a second at one size of a network, a batch or an epoch, as the simd package's script measured them. */
export type ScalingPoint = z.infer<typeof point>;

/** @param printed by the simd package's `bench/scaling.js` */
export function readScaling(printed: string): readonly ScalingPoint[] {
  return z.array(point).parse(JSON.parse(printed));
}

/** Images a second against all three sizes: a colour for each, and a kind of line for each number of threads. */
export async function scalingFigure(points: readonly ScalingPoint[]): Promise<string> {
  const series: Series[] = axes
    .flatMap((axis) =>
      threadCounts(points).map((threads) => ({
        name: counted(threads),
        group: axis,
        mark: markOf(threads),
        points: points
          .filter((each) => each.axis === axis && each.threads === threads)
          .map(({ size, imagesPerSecond }) => [size, imagesPerSecond] as const),
      })),
    )
    .filter((each) => each.points.length > 0);
  return renderSvg(
    lineFigure({
      title: 'Training speed',
      subtitle: 'One hidden layer: units at batch size 32; batch size and images with 128 and 32 units',
      x: { label: 'units, batch size or images of an epoch', scale: 'log' },
      y: { label: 'images a second', scale: 'log' },
      series,
    }),
    { width: 800 },
  );
}

/** The same as Markdown: thousands of images a second, a row for each size. */
export function scalingTable(points: readonly ScalingPoint[]): string {
  const threads = threadCounts(points);
  const sizes = new Map(points.map(({ axis, size }) => [`${axis}: ${size}`, { axis, size }]));
  const rows = [...sizes].map(([name, { axis, size }]) => [
    name,
    ...threads.map((count) => {
      const found = points.find((each) => each.axis === axis && each.size === size && each.threads === count);
      return found === undefined ? '–' : (found.imagesPerSecond / 1000).toFixed(1);
    }),
  ]);
  const columns: Column[] = [
    { heading: 'thousands of images a second', align: 'left' },
    ...threads.map((count): Column => ({ heading: counted(count), align: 'right' })),
  ];
  return table(columns, rows);
}

function threadCounts(points: readonly ScalingPoint[]): number[] {
  return [...new Set(points.map(({ threads }) => threads))];
}
