import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeIdx, encodeIdx, IdxError, readIdx, readIdxContent } from '../src/index.ts';
import type { IdxArray } from '../src/index.ts';
import { arrays, bitsOf, damaged, errorOf } from './arrays.ts';

export const small: IdxArray<'u8'> = {
  dtype: 'u8',
  shape: [2, 3],
  data: Uint8Array.of(1, 2, 3, 4, 5, 6),
};
const plain = encodeIdx(small);
/** Incompressible. */
const noise = new Uint8Array(200_000);
for (let i = 0, state = 1; i < noise.length; i++) {
  // A linear congruential generator's high bits.
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  noise[i] = state >>> 24;
}
const gzip = new Uint8Array(gzipSync(plain));

/** `bytes` in pieces; `log` records how many were taken and whether the source was released before its end. */
export function pieces(
  bytes: Uint8Array,
  size: number,
  log: { taken: number; cancelled: boolean } = { taken: 0, cancelled: false },
): { iterable: AsyncIterable<Uint8Array>; stream: ReadableStream<Uint8Array>; log: typeof log } {
  let at = 0;
  const next = (): Uint8Array | undefined => {
    if (at >= bytes.length) return undefined;
    log.taken++;
    at += size;
    return bytes.subarray(at - size, at);
  };
  return {
    iterable: {
      // Not a generator: `return` must be seen even if it comes before the first piece.
      [Symbol.asyncIterator]: () => ({
        async next() {
          const value = next();
          return value === undefined ? { done: true, value } : { done: false, value };
        },
        async return() {
          log.cancelled = true;
          return { done: true, value: undefined };
        },
      }),
    },
    stream: new ReadableStream(
      {
        pull(controller) {
          const value = next();
          if (value === undefined) controller.close();
          else controller.enqueue(value);
        },
        cancel() {
          log.cancelled = true;
        },
        // Nothing is read before it is requested.
      },
      { highWaterMark: 0 },
    ),
    log,
  };
}

/** Tests that run on both ways to inflate. */
export function readingTests(): void {
  test('reads plain and gzip, from bytes, a buffer, a stream and an iterable', async () => {
    for (const bytes of [plain, gzip]) {
      expect(await readIdx(bytes)).toEqual(small);
      expect(await readIdx(bytes.slice().buffer)).toEqual(small);
      for (const size of [1, 5, 1000]) {
        expect(await readIdx(pieces(bytes, size).stream)).toEqual(small);
        expect(await readIdx(pieces(bytes, size).iterable)).toEqual(small);
      }
    }
  });

  test('reads every type from gzip in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(arrays, fc.integer({ min: 1, max: 300 }), async (array, size) => {
        const bytes = new Uint8Array(gzipSync(encodeIdx(array)));
        expect(bitsOf(await readIdx(pieces(bytes, size).stream))).toEqual(bitsOf(array));
      }),
      { numRuns: 60 },
    );
  });

  test('makes a view of plain bytes in memory', async () => {
    expect((await readIdx(plain)).data.buffer).toBe(plain.buffer);
  });

  test('leaves wider elements of plain bytes in memory as they are', async () => {
    const bytes = encodeIdx({ dtype: 'i32', shape: [1], data: Int32Array.of(7) });
    const before = bytes.slice();
    expect((await readIdx(bytes)).data).toEqual(Int32Array.of(7));
    expect(bytes).toEqual(before);
  });

  test('readIdxContent gives the uncompressed file as it is', async () => {
    const array = { dtype: 'i16', shape: [3], data: Int16Array.of(1, 2, 3) } as const;
    const { content, header } = await readIdxContent(gzipSync(encodeIdx(array)));
    expect(Array.from(content)).toEqual(Array.from(encodeIdx(array)));
    expect(header).toEqual({ dtype: 'i16', shape: [3], headerBytes: 8, dataBytes: 6 });
    expect(decodeIdx(content)).toEqual(array);
  });

  test('onContent sees every byte once, in order, in what is returned', async () => {
    const array = {
      dtype: 'u8',
      shape: [700, 1000],
      data: new Uint8Array(700_000).map((_, i) => i % 251),
    } as const;
    const expected = encodeIdx(array);
    let total = 0;
    const { content } = await readIdxContent(gzipSync(expected), {
      onContent(soFar, from) {
        expect(from).toBe(total);
        total = soFar.length;
        expect(Buffer.compare(soFar.subarray(from), expected.subarray(from, total))).toBe(0);
      },
    });
    expect(total).toBe(content.length);
  });

  test('reads gzip whose header has a name, a comment, an extra field and a checksum', async () => {
    const body = gzip.subarray(10);
    const extra = [4, 0, 1, 2, 3, 4];
    const text = [...new TextEncoder().encode('train.idx'), 0];
    const withoutChecksum = Uint8Array.of(
      0x1f,
      0x8b,
      8,
      4 + 8 + 16,
      0,
      0,
      0,
      0,
      0,
      3,
      ...extra,
      ...text,
      ...text,
    );
    expect(await readIdx(Uint8Array.of(...withoutChecksum, ...body))).toEqual(small);
  });

  test('refuses gzip that ends anywhere before its end', async () => {
    for (let end = 2; end < gzip.length; end++) {
      for (const source of [gzip.subarray(0, end), pieces(gzip.subarray(0, end), 7).stream]) {
        const error = await errorOf(() => readIdx(source));
        expect(error).toBeInstanceOf(IdxError);
        expect(error).toMatchObject({ code: 'corrupt-gzip' });
      }
    }
  });

  test.each([
    ['checksum', -8],
    ['length', -4],
    ['method', 2],
  ])('refuses gzip with a wrong %s', async (_, at) => {
    const bytes = gzip.slice();
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = bytes[index]! ^ 1;
    expect(await errorOf(() => readIdx(bytes))).toMatchObject({ name: 'IdxError', code: 'corrupt-gzip' });
  });

  test.each([
    ['noise', [9, 8, 7]],
    ['half a header', [0x1f, 0x8b]],
  ])('refuses %s after the end of a gzip stream', async (_, more) => {
    const bytes = Uint8Array.of(...gzip, ...more);
    for (const source of [bytes, pieces(bytes, gzip.length).stream, pieces(bytes, 1).stream]) {
      expect(await errorOf(() => readIdx(source))).toMatchObject({ name: 'IdxError', code: 'corrupt-gzip' });
    }
  });

  test('refuses a source without a byte', async () => {
    const empty = pieces(new Uint8Array(0), 1);
    for (const source of [new Uint8Array(0), empty.stream, empty.iterable]) {
      expect(await errorOf(() => readIdx(source))).toMatchObject({ code: 'truncated', offset: 0 });
    }
  });

  test('refuses what ends early or goes on, plain or gzip', async () => {
    for (const pack of [(bytes: Uint8Array) => bytes, (bytes: Uint8Array) => gzipSync(bytes)]) {
      for (const size of [1, 1000]) {
        const read = (bytes: Uint8Array): Promise<unknown> =>
          errorOf(() => readIdx(pieces(pack(bytes), size).stream));
        expect(await read(plain.subarray(0, 3))).toMatchObject({ code: 'truncated', offset: 3 });
        expect(await read(plain.subarray(0, -1))).toMatchObject({ code: 'truncated', offset: 17 });
        expect(await read(Uint8Array.of(...plain, 0))).toMatchObject({ code: 'trailing-bytes', offset: 18 });
      }
    }
  });

  test('says of damaged gzip and of its content what and where it is', async () => {
    const large = encodeIdx({ dtype: 'u8', shape: [200_000], data: noise });
    const cut = gzipSync(large).subarray(0, 150_000);
    const error = await errorOf(() => readIdx(cut));
    expect(error).toMatchObject({ code: 'corrupt-gzip', expected: 'a whole gzip stream' });
    expect(error).toHaveProperty('cause.message');
    expect(error).toHaveProperty(
      'offset',
      expect.toSatisfy((offset) => offset > 0 && offset < 150_000),
    );
    expect(await errorOf(() => readIdx(gzipSync(Uint8Array.of(...plain, 0))))).toMatchObject({
      found: 'more than 18 bytes',
      expected: '18 bytes',
    });
    expect(await errorOf(() => readIdx(plain.subarray(0, 5)))).not.toHaveProperty('cause');
  });

  test('reads a stream that is not iterable, as in Safari', async () => {
    const { stream } = pieces(gzip, 7);
    Object.defineProperty(stream, Symbol.asyncIterator, { value: undefined });
    expect(await readIdx(stream)).toEqual(small);
  });

  test('releases an iterable that holds too much, if possible, and none that it read to its end', async () => {
    const { iterable, log } = pieces(Uint8Array.of(...plain, ...noise.subarray(0, 1000)), 10);
    expect(await errorOf(() => readIdx(iterable))).toMatchObject({ code: 'trailing-bytes' });
    expect(log.cancelled).toBe(true);

    const next = async (): Promise<IteratorResult<Uint8Array>> => ({ done: false, value: noise });
    const endless = { [Symbol.asyncIterator]: () => ({ next }) };
    expect(await errorOf(() => readIdx(endless))).toMatchObject({ code: 'bad-magic' });

    const whole = pieces(plain, 10);
    await readIdx(whole.iterable);
    expect(whole.log.cancelled).toBe(false);
  });

  test('passes a broken source on as it is', async () => {
    const broken = new Error('connection reset');
    for (const bytes of [plain, gzip]) {
      const source = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes.subarray(0, 12);
        throw broken;
      };
      expect(await errorOf(() => readIdx(source()))).toBe(broken);
    }
  });

  test('passes on what onContent throws, and releases the source', async () => {
    const stop = new Error('enough');
    const large = encodeIdx({ dtype: 'u8', shape: [200_000], data: noise });
    for (const bytes of [large, gzipSync(large)]) {
      const { stream, log } = pieces(bytes, 20);
      const onContent = (): void => {
        throw stop;
      };
      expect(await errorOf(() => readIdx(stream, { onContent }))).toBe(stop);
      expect(log.cancelled).toBe(true);
    }
  });

  test('damaged gzip either fails with an IdxError or holds what it says', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrays.chain((array) => damaged(new Uint8Array(gzipSync(encodeIdx(array))))),
        fc.boolean(),
        async (bytes, streamed) => {
          const read = readIdx(streamed ? pieces(bytes, 16).stream : bytes);
          const result = await read.catch((error: unknown) => error);
          if (result instanceof IdxError) return;
          expect(bitsOf(await read)).toEqual(bitsOf(decodeIdx(new Uint8Array(gunzipSync(bytes)))));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('does not allocate what a few gzip bytes declare but can never hold', async () => {
    // 1,000,000,000 elements are within the limit, but not within these 30 bytes.
    const header = Uint8Array.of(0, 0, 8, 1, 0x3b, 0x9a, 0xca, 0x00);
    const before = process.memoryUsage().arrayBuffers;
    expect(await errorOf(() => readIdx(gzipSync(header)))).toMatchObject({
      code: 'truncated',
      offset: 8,
      found: expect.stringMatching(/^compressed bytes that can hold at most \d{5}$/),
      expected: '1000000008 bytes',
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
  });

  test('stops a gzip bomb where the declared size ends', async () => {
    const declared = encodeIdx({ dtype: 'u8', shape: [100], data: new Uint8Array(100) });
    const bomb = gzipSync(Buffer.concat([declared, Buffer.alloc(2 ** 27)]));
    const before = process.memoryUsage().arrayBuffers;
    expect(await errorOf(() => readIdx(bomb))).toMatchObject({ code: 'trailing-bytes', offset: 108 });
    const { stream, log } = pieces(bomb, 1024);
    expect(await errorOf(() => readIdx(stream))).toMatchObject({ code: 'trailing-bytes', offset: 108 });
    expect(bomb.length / 1024).toBeGreaterThan(100);
    // Node reads up to 64 KiB ahead.
    expect(log.taken).toBeLessThan(80);
    expect(log.cancelled).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
  });

  test('checks the limit before it reads on', async () => {
    for (const pack of [(bytes: Uint8Array) => bytes, (bytes: Uint8Array) => gzipSync(bytes)]) {
      const bytes = pack(encodeIdx({ dtype: 'u8', shape: [200_000], data: noise }));
      const { stream, log } = pieces(bytes, 1000);
      expect(await errorOf(() => readIdx(stream, { maxBytes: 199_999 }))).toMatchObject({
        code: 'too-large',
        offset: 4,
      });
      expect(log.taken).toBeLessThan(100);
      expect(log.cancelled).toBe(true);
    }
  });

  test.each([0, Number.NaN])('refuses the limit %s before it reads', async (maxBytes) => {
    const { stream, log } = pieces(plain, 1000);
    const error = await errorOf(() => readIdx(stream, { maxBytes }));
    expect(error).toBeInstanceOf(RangeError);
    expect(await errorOf(() => readIdx(gzip, { maxBytes }))).toBeInstanceOf(RangeError);
    expect(log.cancelled).toBe(false);
  });
}
