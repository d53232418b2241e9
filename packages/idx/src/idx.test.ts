import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrays, bitsOf, damaged, errorOf } from '../test/arrays.ts';
import { decodeIdx, decodeIdxHeader, encodeIdx, IdxError, maxRank } from './index.ts';
import type { IdxArray } from './index.ts';

/** Files written out by hand from the format's description. */
const files: readonly { readonly bytes: readonly number[]; readonly array: IdxArray }[] = [
  {
    bytes: [0, 0, 8, 1, 0, 0, 0, 2, 7, 255],
    array: { dtype: 'u8', shape: [2], data: Uint8Array.of(7, 255) },
  },
  { bytes: [0, 0, 9, 1, 0, 0, 0, 2, 7, 255], array: { dtype: 'i8', shape: [2], data: Int8Array.of(7, -1) } },
  {
    bytes: [0, 0, 11, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 255, 254],
    array: { dtype: 'i16', shape: [1, 2], data: Int16Array.of(258, -2) },
  },
  {
    bytes: [0, 0, 12, 1, 0, 0, 0, 1, 1, 2, 3, 4],
    array: { dtype: 'i32', shape: [1], data: Int32Array.of(0x01020304) },
  },
  {
    bytes: [0, 0, 13, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0],
    array: { dtype: 'f32', shape: [1], data: Float32Array.of(1.5) },
  },
  {
    bytes: [0, 0, 14, 1, 0, 0, 0, 1, 0xc0, 0x04, 0, 0, 0, 0, 0, 0],
    array: { dtype: 'f64', shape: [1], data: Float64Array.of(-2.5) },
  },
];

/** What comes of decoding bytes and encoding them again. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    return Buffer.compare(encodeIdx(decodeIdx(bytes)), bytes) === 0 ? 'the same bytes' : 'other bytes';
  } catch (error) {
    return error instanceof IdxError ? 'IdxError' : String(error);
  }
}

describe('decodeIdx and encodeIdx', () => {
  test.each(files)('agree with a file of $array.dtype written by hand', ({ bytes, array }) => {
    expect(decodeIdx(Uint8Array.from(bytes))).toEqual(array);
    expect(decodeIdx(Uint8Array.from(bytes).buffer)).toEqual(array);
    expect(Array.from(encodeIdx(array))).toEqual(bytes);
  });

  test('reading what was written gives the same type, shape and bits', () => {
    fc.assert(
      fc.property(arrays, (array) => {
        expect(bitsOf(decodeIdx(encodeIdx(array)))).toEqual(bitsOf(array));
      }),
    );
  });

  test('damaged bytes either fail with an IdxError or say exactly what they hold', () => {
    fc.assert(
      fc.property(
        arrays.chain((array) => damaged(encodeIdx(array))),
        (bytes) => {
          expect(outcomeOf(bytes)).toMatch(/^(the same bytes|IdxError)$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('any bytes either fail with an IdxError or say exactly what they hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, likely) => {
        if (likely) bytes.set([0, 0, 8].slice(0, bytes.length));
        expect(outcomeOf(bytes)).toMatch(/^(the same bytes|IdxError)$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('decodeIdx', () => {
  test.each(['u8', 'i8'])('makes a view of elements of type %s, not a copy', (dtype) => {
    const bytes = Uint8Array.of(0, 0, dtype === 'u8' ? 8 : 9, 1, 0, 0, 0, 2, 5, 6);
    const { data } = decodeIdx(bytes);
    expect(data.buffer).toBe(bytes.buffer);
    expect(data.byteOffset).toBe(8);
  });

  test('leaves wider elements of the given bytes as they are, wherever these lie', () => {
    const bytes = Uint8Array.of(99, 0, 0, 12, 1, 0, 0, 0, 1, 1, 2, 3, 4).subarray(1);
    expect(decodeIdx(bytes).data).toEqual(Int32Array.of(0x01020304));
    expect(Array.from(bytes.subarray(8))).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['no bytes', [], 'truncated', 0, '0 bytes', 'a header of at least 8 bytes'],
    ['half a magic number', [0, 0], 'truncated', 2, '2 bytes', 'a header of at least 8 bytes'],
    ['a header that ends early', [0, 0, 8, 2, 0, 0, 0, 1], 'truncated', 8, '8 bytes', 'a header of 12 bytes'],
    ['a wrong first byte', [1, 0, 8, 1], 'bad-magic', 0, '0x01 0x00 0x08 0x01', '0x00 0x00'],
    ['a wrong second byte', [0, 9, 8, 1], 'bad-magic', 1, '0x00 0x09 0x08 0x01', '0x00 0x00'],
    [
      'a page of HTML',
      [0x3c, 0x21, 0x44, 0x4f, 0x43],
      'bad-magic',
      0,
      '0x3c 0x21 0x44 0x4f (text that begins with "<")',
      '0x00 0x00',
    ],
    ['gzip', [0x1f, 0x8b, 8, 0], 'bad-magic', 0, '0x1f 0x8b (gzip: readIdx inflates it)', '0x00 0x00'],
    [
      'an unknown type',
      [0, 0, 0x0a, 1, 0, 0, 0, 0],
      'unknown-dtype',
      2,
      '0x0a',
      '0x08 (u8), 0x09 (i8), 0x0b (i16), 0x0c (i32), 0x0d (f32), 0x0e (f64)',
    ],
    ['rank 0', [0, 0, 8, 0], 'bad-rank', 3, '0', '1 to 32'],
    ['rank 33', [0, 0, 8, 33], 'bad-rank', 3, '33', '1 to 32'],
    ['a missing element', [0, 0, 8, 1, 0, 0, 0, 2, 7], 'truncated', 9, '9 bytes', '10 bytes'],
    ['half an element', [0, 0, 11, 1, 0, 0, 0, 1, 7], 'truncated', 9, '9 bytes', '10 bytes'],
    ['an element too many', [0, 0, 8, 1, 0, 0, 0, 1, 7, 8], 'trailing-bytes', 9, '10 bytes', '9 bytes'],
    ['a byte after an empty array', [0, 0, 8, 1, 0, 0, 0, 0, 7], 'trailing-bytes', 8, '9 bytes', '8 bytes'],
    [
      'more elements than the limit',
      [0, 0, 14, 1, 0x08, 0, 0, 1],
      'too-large',
      4,
      'f64 of shape [134217729]',
      'at most 1073741824 bytes',
    ],
    [
      'a second dimension too many',
      [0, 0, 8, 2, 0, 0, 4, 0, 0x00, 0x10, 0x00, 0x01],
      'too-large',
      8,
      'u8 of shape [1024, 1048577]',
      'at most 1073741824 bytes',
    ],
    [
      'a product that no number holds',
      [0, 0, 8, 3, ...Array.from({ length: 12 }, () => 255)],
      'too-large',
      4,
      'u8 of shape [4294967295, 4294967295, 4294967295]',
      'at most 1073741824 bytes',
    ],
  ] as const)('says of %s what and where it is', async (_, bytes, code, offset, found, expected) => {
    const error = await errorOf(() => decodeIdx(Uint8Array.from(bytes)));
    expect(error).toBeInstanceOf(IdxError);
    expect(error).toMatchObject({ code, offset, found, expected });
    expect(String(error)).toMatch(`at byte ${offset}: found ${found}, expected ${expected}`);
  });

  test('takes a product up to maxBytes and none beyond', () => {
    const bytes = encodeIdx({ dtype: 'i16', shape: [2, 3], data: new Int16Array(6) });
    expect(decodeIdx(bytes, { maxBytes: 12 }).shape).toEqual([2, 3]);
    expect(() => decodeIdx(bytes, { maxBytes: 11 })).toThrow(IdxError);
  });

  test('reads an array that a zero makes empty, however large its other dimensions', () => {
    const huge = [255, 255, 255, 255];
    const bytes = Uint8Array.of(0, 0, 13, 4, ...huge, ...huge, 0, 0, 0, 0, ...huge);
    expect(decodeIdx(bytes)).toEqual({
      dtype: 'f32',
      shape: [0xffffffff, 0xffffffff, 0, 0xffffffff],
      data: new Float32Array(0),
    });
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])('refuses the limit %s', (maxBytes) => {
    expect(() => decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0), { maxBytes })).toThrow(
      new RangeError(`maxBytes is a positive integer; found ${maxBytes}`),
    );
  });
});

describe('decodeIdxHeader', () => {
  test('looks at nothing behind the header', () => {
    expect(decodeIdxHeader(Uint8Array.of(0, 0, 12, 2, 0, 0, 0, 3, 0, 1, 0, 0, 42))).toEqual({
      dtype: 'i32',
      shape: [3, 65_536],
      headerBytes: 12,
      dataBytes: 786_432,
    });
  });
});

describe('encodeIdx', () => {
  test.each([
    ['no dimensions', [], 'rank 1 to 32; found 0'],
    ['too many dimensions', Array.from({ length: maxRank + 1 }, () => 1), 'rank 1 to 32; found 33'],
    ['a fraction of a dimension', [0.5, 2], 'found 0.5'],
    ['a negative dimension', [-1], 'found -1'],
    ['a dimension of 33 bits', [2 ** 32], 'found 4294967296'],
    ['a shape that holds more than there is', [3, 2], 'The shape [3, 2] holds 6 elements; found 1'],
  ])('refuses %s', (_, shape, message) => {
    expect(() => encodeIdx({ dtype: 'u8', shape, data: new Uint8Array(1) })).toThrow(RangeError);
    expect(() => encodeIdx({ dtype: 'u8', shape, data: new Uint8Array(1) })).toThrow(message);
  });

  test('takes a part of a larger array', () => {
    const data = Int16Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(Array.from(encodeIdx({ dtype: 'i16', shape: [2], data })).slice(8)).toEqual([0, 2, 0, 3]);
  });
});
