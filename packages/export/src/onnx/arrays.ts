import { sizeOf } from '@atelier/network';

/** A tensor, row-major, with the batch. */
export interface ArrayValue {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export function each({ shape, values }: ArrayValue, change: (value: number) => number): ArrayValue {
  return { shape, values: values.map((value) => change(value)) };
}

/** Changes `[batch, channels, …]` by channel. */
export function eachChannel(
  { shape, values }: ArrayValue,
  change: (value: number, channel: number) => number,
): ArrayValue {
  const places = sizeOf(shape.slice(2));
  const channels = shape[1] ?? 1;
  return { shape, values: values.map((value, at) => change(value, Math.floor(at / places) % channels)) };
}

/** Two arrays number by number; the second's axes may be fewer, and are then the last of the first's. */
export function broadcast(
  a: ArrayValue,
  b: ArrayValue,
  combine: (x: number, y: number) => number,
): ArrayValue {
  const { length } = b.values;
  return { shape: a.shape, values: a.values.map((value, at) => combine(value, b.values[at % length]!)) };
}

/** `[…, n]` times `[n, units]`. */
export function matMul(a: ArrayValue, b: ArrayValue): ArrayValue {
  const [inner = 1, units = 1] = b.shape;
  const shape = [...a.shape.slice(0, -1), units];
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, at) => {
    const row = Math.floor(at / units) * inner;
    let sum = 0;
    for (let index = 0; index < inner; index++) {
      sum += a.values[row + index]! * b.values[index * units + (at % units)]!;
    }
    return sum;
  });
  return { shape, values };
}

/** One number for each channel of `[1, channels, height, width]`. */
export function globalPool(
  { shape, values }: ArrayValue,
  summary: (values: Float32Array) => number,
): ArrayValue {
  const [, channels = 1] = shape;
  const places = sizeOf(shape.slice(2));
  return {
    shape: [1, channels, 1, 1],
    values: Float32Array.from({ length: channels }, (_, channel) =>
      summary(values.subarray(channel * places, (channel + 1) * places)),
    ),
  };
}

/** @param target one length may be -1 */
export function reshape({ values }: ArrayValue, target: readonly number[]): ArrayValue {
  const known = sizeOf(target.filter((length) => length >= 0));
  return { shape: target.map((length) => (length < 0 ? values.length / known : length)), values };
}

/** @param order the input's axis of each axis of the output */
export function transpose({ shape, values }: ArrayValue, order: readonly number[]): ArrayValue {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const target = order.map((axis) => shape[axis] ?? 1);
  return {
    shape: target,
    values: Float32Array.from(values, (_, at) => {
      let rest = at;
      let from = 0;
      for (let axis = target.length - 1; axis >= 0; axis--) {
        from += (rest % target[axis]!) * strides[order[axis]!]!;
        rest = Math.floor(rest / target[axis]!);
      }
      return values[from]!;
    }),
  };
}

/** Joins along an axis, which may be counted from the end. */
export function concat(inputs: readonly ArrayValue[], axis: number): ArrayValue {
  const [first] = inputs;
  const at = axis < 0 ? first!.shape.length + axis : axis;
  const shape = first!.shape.with(
    at,
    inputs.reduce((sum, input) => sum + input.shape[at]!, 0),
  );
  const blocks = sizeOf(shape.slice(0, at));
  const values = new Float32Array(sizeOf(shape));
  let offset = 0;
  for (let block = 0; block < blocks; block++) {
    for (const input of inputs) {
      const length = input.values.length / blocks;
      values.set(input.values.subarray(block * length, (block + 1) * length), offset);
      offset += length;
    }
  }
  return { shape, values };
}

/** @param pads numbers before each axis, then after each */
export function pad({ shape, values }: ArrayValue, pads: readonly number[], filling: number): ArrayValue {
  const target = shape.map((length, axis) => length + pads[axis]! + pads[shape.length + axis]!);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return {
    shape: target,
    values: Float32Array.from({ length: sizeOf(target) }, (_, at) => {
      let rest = at;
      let from = 0;
      for (let axis = target.length - 1; axis >= 0; axis--) {
        const position = (rest % target[axis]!) - pads[axis]!;
        if (position < 0 || position >= shape[axis]!) return filling;
        from += position * strides[axis]!;
        rest = Math.floor(rest / target[axis]!);
      }
      return values[from]!;
    }),
  };
}
