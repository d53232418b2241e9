/** A batch in float64: one row a sample, row-major in its shape. What follows is straight from the definitions. */
export interface Batch {
  readonly shape: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

/** How a window moves over a picture: its size, its strides (default 1) and its padding (default valid). */
export interface Sliding {
  readonly size: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly padding?: 'valid' | 'same';
}

/** How many windows fit along an axis, and the zeros before it: as TensorFlow pads. */
function steps(length: number, window: number, stride: number, padding: 'valid' | 'same') {
  const outputs = Math.ceil((padding === 'same' ? length : length - window + 1) / stride);
  const zeros = Math.max((outputs - 1) * stride + window - length, 0);
  return { outputs, before: padding === 'same' ? Math.floor(zeros / 2) : 0 };
}

/** For each window of a picture, row by row: the pixels in it (indices, `undefined` outside). */
function windowsOf(shape: readonly number[], { size, strides = [1, 1], padding = 'valid' }: Sliding) {
  const [height = 1, width = 1] = shape;
  const rows = steps(height, size[0], strides[0], padding);
  const columns = steps(width, size[1], strides[1], padding);
  const windows: (number | undefined)[][] = [];
  for (let y = 0; y < rows.outputs; y++)
    for (let x = 0; x < columns.outputs; x++) {
      const pixels: (number | undefined)[] = [];
      for (let ky = 0; ky < size[0]; ky++)
        for (let kx = 0; kx < size[1]; kx++) {
          const row = y * strides[0] + ky - rows.before;
          const column = x * strides[1] + kx - columns.before;
          const inside = row >= 0 && row < height && column >= 0 && column < width;
          pixels.push(inside ? row * width + column : undefined);
        }
      windows.push(pixels);
    }
  return { windows, size: [rows.outputs, columns.outputs] as const };
}

/** Kernels `[height, width, channels, filters]`. */
export function conv(
  { shape, rows }: Batch,
  sliding: Sliding,
  filters: number,
  kernel: readonly number[],
  bias: readonly number[],
): Batch {
  const channels = shape[2] ?? 1;
  const { windows, size } = windowsOf(shape, sliding);
  const pictures = rows.map((x) =>
    windows.flatMap((pixels) =>
      Array.from({ length: filters }, (_, filter) => {
        let total = bias[filter] ?? 0;
        for (const [tap, pixel] of pixels.entries()) {
          if (pixel === undefined) continue;
          for (let c = 0; c < channels; c++) {
            total += (x[pixel * channels + c] ?? 0) * (kernel[(tap * channels + c) * filters + filter] ?? 0);
          }
        }
        return total;
      }),
    ),
  );
  return { shape: [...size, filters], rows: pictures };
}

/** Kernels `[height, width, channels, multiplier]`. */
export function depthwiseConv(
  { shape, rows }: Batch,
  sliding: Sliding,
  multiplier: number,
  kernel: readonly number[],
  bias: readonly number[],
): Batch {
  const channels = shape[2] ?? 1;
  const outputs = channels * multiplier;
  const { windows, size } = windowsOf(shape, sliding);
  const pictures = rows.map((x) =>
    windows.flatMap((pixels) =>
      Array.from({ length: outputs }, (_, output) => {
        let total = bias[output] ?? 0;
        for (const [tap, pixel] of pixels.entries()) {
          if (pixel === undefined) continue;
          const channel = Math.floor(output / multiplier);
          total += (x[pixel * channels + channel] ?? 0) * (kernel[tap * outputs + output] ?? 0);
        }
        return total;
      }),
    ),
  );
  return { shape: [...size, outputs], rows: pictures };
}

/** The maximum, or the mean of what lies inside, of each window of each channel. */
export function pool({ shape, rows }: Batch, sliding: Sliding, kind: 'max' | 'average'): Batch {
  const channels = shape[2] ?? 1;
  const { windows, size } = windowsOf(shape, sliding);
  const pictures = rows.map((x) =>
    windows.flatMap((pixels) =>
      Array.from({ length: channels }, (_, c) => {
        const inside = pixels.flatMap((pixel) => (pixel === undefined ? [] : [x[pixel * channels + c] ?? 0]));
        if (kind === 'max') return Math.max(...inside);
        return inside.reduce((total, value) => total + value, 0) / inside.length;
      }),
    ),
  );
  return { shape: [...size, channels], rows: pictures };
}

/** The maximum or the mean of each channel: `[channels]`. */
export function globalPool(batch: Batch, kind: 'max' | 'average'): Batch {
  const [height = 1, width = 1, channels = 1] = batch.shape;
  return { ...pool(batch, { size: [height, width] }, kind), shape: [channels] };
}

/** Mean and biased variance of each channel. */
export function statisticsOf({ shape, rows }: Batch): { mean: number[]; variance: number[] } {
  const channels = shape.at(-1) ?? 1;
  const columns = Array.from({ length: channels }, (_, c) =>
    rows.flatMap((x) => x.filter((__, i) => i % channels === c)),
  );
  const meanOf = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0) / values.length;
  const mean = columns.map(meanOf);
  const variance = columns.map((values, c) => meanOf(values.map((value) => (value - mean[c]!) ** 2)));
  return { mean, variance };
}

/** By the batch's own statistics, or by others. */
export function normalize(
  batch: Batch,
  epsilon: number,
  gamma: readonly number[] | undefined,
  beta: readonly number[] | undefined,
  {
    mean,
    variance,
  }: { readonly mean: readonly number[]; readonly variance: readonly number[] } = statisticsOf(batch),
): Batch {
  const channels = mean.length;
  const factors = variance.map((value, c) => (gamma?.[c] ?? 1) / Math.sqrt(value + epsilon));
  const rows = batch.rows.map((x) =>
    x.map((value, i) => {
      const c = i % channels;
      return (value - mean[c]!) * factors[c]! + (beta?.[c] ?? 0);
    }),
  );
  return { ...batch, rows };
}

/** Pictures with rows and columns of zeros around them. */
export function zeroPad({ shape, rows }: Batch, [[top, bottom], [left, right]]: Frame): Batch {
  const [height = 1, width = 1, channels = 1] = shape;
  const size = [height + top + bottom, width + left + right] as const;
  const pictures = rows.map((x) => {
    const out = Array.from({ length: size[0] * size[1] * channels }, () => 0);
    for (const [i, value] of x.entries()) {
      const pixel = Math.floor(i / channels);
      const row = Math.floor(pixel / width) + top;
      out[(row * size[1] + (pixel % width) + left) * channels + (i % channels)] = value;
    }
    return out;
  });
  return { shape: [...size, channels], rows: pictures };
}

/** Zeros at the top and bottom, left and right. */
export type Frame = readonly [readonly [number, number], readonly [number, number]];

/** Batches of the same shape, added number by number. */
export function sumOf(batches: readonly Batch[]): Batch {
  const [first = { shape: [], rows: [] }] = batches;
  const rows = first.rows.map((x, row) =>
    x.map((_, i) => batches.reduce((total, batch) => total + (batch.rows[row]?.[i] ?? 0), 0)),
  );
  return { shape: first.shape, rows };
}

/** Batches side by side: their channels, or units, one after another. */
export function join(batches: readonly Batch[]): Batch {
  const [first = { shape: [], rows: [] }] = batches;
  const widths = batches.map(({ shape }) => shape.at(-1) ?? 1);
  const pixels = first.shape.slice(0, -1).reduce((size, length) => size * length, 1);
  const rows = first.rows.map((_, row) =>
    Array.from({ length: pixels }, (__, pixel) =>
      batches.flatMap((batch, index) => {
        const width = widths[index] ?? 1;
        return batch.rows[row]?.slice(pixel * width, (pixel + 1) * width) ?? [];
      }),
    ).flat(),
  );
  return { shape: [...first.shape.slice(0, -1), widths.reduce((total, width) => total + width, 0)], rows };
}
