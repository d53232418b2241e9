import fc from 'fast-check';
import type { IdxArray } from '../src/index.ts';

const shapes = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 }),
  fc.constant(Array.from({ length: 32 }, () => 1)),
);

/** Any array of any type with any bits as elements, including NaN with a payload. */
export const arrays: fc.Arbitrary<IdxArray> = shapes.chain((shape) => {
  const count = shape.reduce((product, size) => product * size, 1);
  const bits = (bytesPerElement: number): fc.Arbitrary<ArrayBuffer> =>
    fc
      .uint8Array({ minLength: count * bytesPerElement, maxLength: count * bytesPerElement })
      .map((bytes) => new Uint8Array(bytes).buffer);
  return fc.oneof(
    bits(1).map((buffer): IdxArray => ({ dtype: 'u8', shape, data: new Uint8Array(buffer) })),
    bits(1).map((buffer): IdxArray => ({ dtype: 'i8', shape, data: new Int8Array(buffer) })),
    bits(2).map((buffer): IdxArray => ({ dtype: 'i16', shape, data: new Int16Array(buffer) })),
    bits(4).map((buffer): IdxArray => ({ dtype: 'i32', shape, data: new Int32Array(buffer) })),
    bits(4).map((buffer): IdxArray => ({ dtype: 'f32', shape, data: new Float32Array(buffer) })),
    bits(8).map((buffer): IdxArray => ({ dtype: 'f64', shape, data: new Float64Array(buffer) })),
  );
});

/** The elements' bits: two arrays are equal when these, their types and their shapes are, including NaN. */
export function bitsOf({ dtype, shape, data }: IdxArray): unknown {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype, shape, bits: Array.from(bytes) };
}

/** Ways in which bytes are damaged: changed, cut, lengthened, lost from the middle, doubled. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const position = fc.integer({ min: 0, max: bytes.length });
  const changed = fc
    .array(fc.tuple(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((changes) => {
      const copy = bytes.slice();
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    });
  return fc.oneof(
    { weight: 4, arbitrary: changed },
    { weight: 1, arbitrary: position.map((end) => bytes.slice(0, end)) },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ minLength: 1, maxLength: 12 })
        .map((more) => Uint8Array.of(...bytes, ...more)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(position, position)
        .map(([from, to]) => Uint8Array.of(...bytes.subarray(0, from), ...bytes.subarray(to))),
    },
  );
}

/** The error that `run` ends with; fails if it doesn't. */
export async function errorOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error('Expected an error');
}
