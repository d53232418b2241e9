import { expect, test } from 'vitest';
import * as idx from './index.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const wrong = (value: unknown): any => value;

const file = idx.encodeIdx({ dtype: 'u8', shape: [2], data: Uint8Array.of(1, 2) });

async function* texts(): AsyncGenerator {
  yield 'text';
}

/** For each function, calls that are wrong in one place, and what is said. */
const doors: Readonly<Record<string, readonly (readonly [call: () => unknown, message: string])[]>> = {
  decodeIdx: [
    [() => idx.decodeIdx(wrong('file')), 'An IDX file is a Uint8Array or an ArrayBuffer; found "file"'],
    [() => idx.decodeIdx(wrong(undefined)), 'found undefined'],
    [() => idx.decodeIdx(file, wrong(12)), 'decodeIdx takes its options as an object; found 12'],
    [
      () => idx.decodeIdx(file, wrong({ maxbytes: 1 })),
      'decodeIdx has no option maxbytes: did you mean maxBytes?',
    ],
    [() => idx.decodeIdx(file, { maxBytes: wrong('1') }), 'maxBytes is a positive integer; found "1"'],
    [() => idx.decodeIdx(file, wrong({ onContent: () => {} })), 'decodeIdx has no option onContent'],
  ],
  decodeIdxHeader: [
    [() => idx.decodeIdxHeader(wrong([0, 0, 8, 1])), 'is a Uint8Array; found Array(4)'],
    [
      () => idx.decodeIdxHeader(file, wrong(null)),
      'decodeIdxHeader takes its options as an object; found null',
    ],
    [
      () => idx.decodeIdxHeader(file, { maxBytes: wrong(null) }),
      'maxBytes is a positive integer; found null',
    ],
  ],
  encodeIdx: [
    [() => idx.encodeIdx(wrong(null)), 'an object with dtype, shape and data; found null'],
    [
      () => idx.encodeIdx(wrong({ shape: [1], data: [1] })),
      'a dtype of u8, i8, i16, i32, f32, f64; found undef',
    ],
    [() => idx.encodeIdx(wrong({ dtype: 'u8', shape: 1, data: file })), 'is an array; found 1'],
    [() => idx.encodeIdx(wrong({ dtype: 'u8', shape: [1], data: [1] })), 'are a Uint8Array; found Array(1)'],
    [() => idx.encodeIdx(wrong({ dtype: 'u8', shape: ['1'], data: file })), '0 to 2^32 - 1; found "1"'],
  ],
  readIdx: [
    [() => idx.readIdx(wrong('train.gz')), 'is read from bytes or a stream of them; found "train.gz"'],
    [() => idx.readIdx(wrong(null)), 'found null'],
    [() => idx.readIdx(wrong(new Uint16Array(3))), 'found Uint16Array(3)'],
    [() => idx.readIdx(wrong([file])), 'found Array(1)'],
    [() => idx.readIdx(wrong(texts())), 'The pieces of an IDX file are Uint8Arrays; found "text"'],
    [() => idx.readIdx(file, wrong(0)), 'readIdx takes its options as an object; found 0'],
    [
      () => idx.readIdx(file, wrong({ limit: 1 })),
      'readIdx has no option limit; there are maxBytes, onContent',
    ],
    [() => idx.readIdx(file, { onContent: wrong(true) }), 'onContent is a function; found true'],
    [() => idx.readIdx(file, { maxBytes: 0 }), 'maxBytes is a positive integer; found 0'],
  ],
  readIdxContent: [
    [() => idx.readIdxContent(wrong(new Map())), 'found an instance of Map'],
    [
      () => idx.readIdxContent(file, wrong([])),
      'readIdxContent takes its options as an object; found Array(0)',
    ],
    [
      () => idx.readIdxContent(file, wrong({ oncontent: null })),
      'has no option oncontent: did you mean onContent?',
    ],
  ],
  inflate: [
    [() => idx.inflate(wrong(file)), 'The pieces of inflate are async iterable; found Uint8Array(10)'],
    [() => idx.inflate(wrong(texts()), wrong('zip')), 'Unknown format "zip"; there are gzip, deflate-raw'],
  ],
};

const calls = Object.entries(doors).flatMap(([name, each]) =>
  each.map(([call, message]) => ({ name, message, call })),
);

test.each(calls)('$name says: $message', async ({ call, message }) => {
  const error: unknown = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(idx.IdxError);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain('\n');
});

test('every function of the package has its wrong calls here', () => {
  const functions = Object.entries(idx).filter(
    ([, each]) => typeof each === 'function' && each !== idx.IdxError,
  );
  expect(Object.keys(doors).toSorted()).toEqual(functions.map(([name]) => name).toSorted());
});
