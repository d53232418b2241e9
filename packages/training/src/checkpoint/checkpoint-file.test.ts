import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flipByte, type Header, reseal, splitHeader } from '../../test/tensor-file.ts';
import type { Checkpoint } from '../fit/checkpoint.ts';
import { decodeCheckpoint } from './decode.ts';
import { encodeCheckpoint } from './encode.ts';
import { CheckpointError } from './error.ts';

const example: Checkpoint = {
  epoch: 3,
  partial: { step: 2, samples: 64, lossSum: 12.25, correct: 40, seconds: 0.5, learningRate: 0.125 },
  history: [
    { epoch: 1, loss: 0.1, accuracy: 0.5, valLoss: 0.2, valAccuracy: 0.25, seconds: 1.5, learningRate: 0.25 },
    {
      epoch: 2,
      loss: Number.NaN,
      accuracy: 1,
      valLoss: Infinity,
      valAccuracy: 0,
      seconds: 2,
      learningRate: 0.1,
    },
  ],
  learningRate: 0.5,
  stopReason: 'val_loss has not improved',
  weights: [
    { name: 'dense/kernel', shape: [2, 3], values: Float32Array.of(1, -0, 3, Infinity, 5, 1e-45) },
    { name: 'dense/bias', shape: [3], values: new Float32Array(3) },
  ],
  optimizerSlots: [{ name: 'm/dense/kernel', shape: [2, 3], values: new Float32Array(6).fill(2) }],
  callbacks: [
    { numbers: { best: -Infinity, epochsSinceBest: 2 }, tensors: {} },
    {
      numbers: {},
      tensors: { best: [{ name: 'dense/bias', shape: [3], values: Float32Array.of(7, 8, 9) }] },
    },
  ],
  settings: { loss: 'binaryCrossentropy', optimizer: { name: 'sgd', learningRate: 0.1 } },
  context: { hashes: ['c59f', null], é: true },
};
const bytes = await encodeCheckpoint(example);

describe('a checkpoint’s file', () => {
  test('gives back what was written, to the bit', async () => {
    expect(await decodeCheckpoint(bytes)).toEqual(example);
  });

  const tensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return fc.record({
      name: fc.string({ unit: 'grapheme' }),
      shape: fc.constant(shape),
      values: fc.float32Array({ minLength: size, maxLength: size }),
    });
  });
  const whole = fc.nat();
  const double = fc.double();
  const key = fc.string().filter((name) => name !== '__proto__' && !/^\d+$/.test(name));
  const numbers = fc.dictionary(key, double, { noNullPrototype: true });
  const histories = fc.boolean().chain((validated) =>
    fc
      .array(
        fc.record({
          loss: double,
          accuracy: double,
          ...(validated && { valLoss: double, valAccuracy: double }),
          seconds: double,
          learningRate: double,
        }),
        { maxLength: 4 },
      )
      .map((records) => records.map((record, index) => Object.assign({ epoch: index + 1 }, record))),
  );
  const checkpoints: fc.Arbitrary<Checkpoint> = fc
    .record({
      partial: fc.record({
        step: whole,
        samples: whole,
        lossSum: double,
        correct: whole,
        seconds: double,
        learningRate: double,
      }),
      history: histories,
      learningRate: fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
      stopReason: fc.option(fc.string()),
      weights: fc.array(tensor, { maxLength: 12 }),
      optimizerSlots: fc.array(tensor, { maxLength: 3 }),
      callbacks: fc.array(
        fc.record({
          numbers,
          tensors: fc.dictionary(fc.constantFrom('best', 'latest'), fc.array(tensor, { maxLength: 2 }), {
            noNullPrototype: true,
          }),
        }),
        { maxLength: 3 },
      ),
      settings: fc.dictionary(key, fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), {
        noNullPrototype: true,
      }),
      context: fc.jsonValue({ maxDepth: 3 }),
    })
    .map((parts) => {
      // JSON has no negative zero; contexts are the caller's.
      const { settings, context, ...others } = parts;
      const plain: Pick<Checkpoint, 'settings' | 'context'> = JSON.parse(
        JSON.stringify({ settings, context }),
      );
      return { ...others, ...plain, epoch: parts.history.length + 1 };
    });

  test('does so for any checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(checkpoints, async (checkpoint) => {
        fc.pre(!JSON.stringify(checkpoint).includes('"__proto__"'));
        expect(await decodeCheckpoint(await encodeCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test('is what other readers of safetensors read: little-endian length, JSON, tensors without gaps', () => {
    const { header, data } = splitHeader(bytes);
    expect((bytes.length - data.length) % 8).toBe(0);
    const { __metadata__, ...specs } = header;
    expect(Object.values(__metadata__ ?? {}).every((value) => typeof value === 'string')).toBe(true);
    let offset = 0;
    for (const spec of Object.values(specs)) {
      const { dtype, shape, data_offsets: range } = spec;
      const size = shape.reduce((product, length) => product * length, dtype === 'F64' ? 8 : 4);
      expect(range).toEqual([offset, offset + size]);
      offset += size;
    }
    expect(offset).toBe(data.length);
    const kernel = specs['weights/0/dense/kernel']!;
    expect(new DataView(data.buffer, data.byteOffset).getFloat32(kernel.data_offsets[0]! + 8, true)).toBe(3);
  });

  test('is not written when it could not be read back', async () => {
    const context = JSON.parse('{"__proto__": 1}');
    await expect(encodeCheckpoint({ ...example, context })).rejects.toThrow('It has a key __proto__');
  });

  test('two writings of one checkpoint are the same bytes', async () => {
    expect(await encodeCheckpoint(example)).toEqual(bytes);
  });
});

describe('a damaged file is refused', () => {
  const expectRefused = async (damaged: Uint8Array, message?: string | RegExp): Promise<void> => {
    const reading = decodeCheckpoint(damaged);
    await expect(reading).rejects.toThrow(CheckpointError);
    if (message !== undefined) await expect(reading).rejects.toThrow(message);
  };

  test('whichever byte changed', async () => {
    for (let at = 0; at < bytes.length; at++) await expectRefused(flipByte(bytes, at, 1 << (at % 8)));
  });

  test('cut off anywhere, or with something after it', async () => {
    for (let length = 0; length < bytes.length; length++) await expectRefused(bytes.subarray(0, length));
    await expectRefused(Uint8Array.of(...bytes, 0), 'The checksum does not match');
  });

  test('whatever is done to it', async () => {
    const edit = fc.record({
      at: fc.nat(bytes.length),
      remove: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        let damaged = Array.from(bytes);
        for (const { at, remove, insert } of edits) damaged = damaged.toSpliced(at, remove, ...insert);
        fc.pre(Buffer.compare(Uint8Array.from(damaged), bytes) !== 0);
        await expect(decodeCheckpoint(Uint8Array.from(damaged))).rejects.toThrow(CheckpointError);
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

describe('a file that was made to mislead, with a checksum that holds, is refused', () => {
  interface Metadata {
    [key: string]: unknown;
    callbacks: unknown[];
  }
  const change = (edit: (header: Header) => void, data?: Uint8Array): Uint8Array => {
    const parts = splitHeader(bytes);
    const header = structuredClone(parts.header);
    edit(header);
    return reseal(JSON.stringify(header), data ?? parts.data);
  };
  const kernel = 'weights/0/dense/kernel';
  const atelier = (edit: (value: Metadata) => void) => (header: Header) => {
    const value: Metadata = JSON.parse(String(header['__metadata__']!['atelier']));
    edit(value);
    header['__metadata__']!['atelier'] = JSON.stringify(value);
  };

  test('the untouched parts, sealed anew, are read', async () => {
    expect(await decodeCheckpoint(change(() => {}))).toEqual(example);
  });

  test.each<[string, (header: Header) => void, string | RegExp]>([
    ['a shape that lies', (h) => (h[kernel]!['shape'] = [2, 1e9]), 'takes 8000000000 bytes; its offsets are'],
    ['a negative size', (h) => (h[kernel]!['shape'] = [-2, -3]), 'expected at most 8 sizes from 0'],
    ['a fraction as size', (h) => (h[kernel]!['shape'] = [1.5, 4]), 'expected at most 8 sizes from 0'],
    [
      'a rank of nine',
      (h) => (h[kernel]!['shape'] = [6, 1, 1, 1, 1, 1, 1, 1, 1]),
      'expected at most 8 sizes',
    ],
    ['a shape that is none', (h) => Object.assign(h[kernel]!, { shape: '2,3' }), 'has shape "2,3"'],
    ['an unknown dtype', (h) => (h[kernel]!['dtype'] = 'F16'), 'has dtype "F16"; expected F32 or F64'],
    ['a prototype’s name as dtype', (h) => (h[kernel]!['dtype'] = '__proto__'), 'expected F32 or F64'],
    [
      'offsets beyond the end',
      (h) => (h[kernel]!['data_offsets'] = [1e6, 1e6 + 24]),
      'begins at byte 1000000',
    ],
    ['offsets that overlap', (h) => (h[kernel]!['data_offsets'] = [0, 24]), 'begins at byte 0'],
    ['offsets backwards', (h) => (h[kernel]!['data_offsets'] = [24, 0]), 'its offsets are [24,0]'],
    ['offsets of three', (h) => (h[kernel]!['data_offsets'] = [0, 24, 24]), 'its offsets are [0,24,24]'],
    ['no offsets', (h) => Reflect.deleteProperty(h[kernel]!, 'data_offsets'), 'its offsets are nothing'],
    ['a tensor of another kind', (h) => Object.assign(h, { [kernel]: 7 }), 'has dtype nothing'],
    ['a tensor that is missing', (h) => delete h['callbacks/1/best/0/dense/bias'], 'The tensors end at byte'],
    [
      'an empty tensor more',
      (h) => (h['x'] = { dtype: 'F32', shape: [0], data_offsets: [252, 252] }),
      /is unknown|begins at byte/,
    ],
    [
      'metadata that are not text',
      (h) => (h['__metadata__']!['atelier'] = 7),
      'Metadata "atelier" is not text',
    ],
    ['no metadata of ours', (h) => delete h['__metadata__']!['atelier'], 'have no entry atelier'],
    ['metadata that are not JSON', (h) => (h['__metadata__']!['atelier'] = '{'), 'atelier are not JSON'],
    ['a later format', atelier((v) => (v['format'] = 2)), 'atelier are wrong: format'],
    ['an unknown entry', atelier((v) => (v['more'] = 1)), 'atelier are wrong'],
    ['no settings', atelier((v) => delete v['settings']), 'atelier are wrong: settings'],
    ['no context', atelier((v) => delete v['context']), 'atelier are wrong: context'],
    ['a callback too few', atelier((v) => v.callbacks.pop()), 'is unknown'],
    [
      'a callback too many',
      atelier((v) => v.callbacks.push({ numbers: [], tensors: [] })),
      'callbacks/2/numbers of 64-bit floats is missing',
    ],
    [
      'a number too many',
      atelier((v) => (v.callbacks = [{ numbers: ['a'], tensors: [] }])),
      'Callback 0 has 1 numbers; found 2',
    ],
    [
      'a context nested a hundred thousand deep',
      (h) => {
        const deep = '['.repeat(1e5) + ']'.repeat(1e5);
        const text = String(h['__metadata__']!['atelier']);
        h['__metadata__']!['atelier'] = text.replace(
          /"context":.*?,"callbacks"/,
          `"context":${deep},"callbacks"`,
        );
      },
      'atelier are not JSON',
    ],
    [
      'a tensor whose name is longer than a line, with control characters',
      (h) => (h[`\u001B[31m${'x'.repeat(1e5)}`] = { dtype: 'F32', shape: [0], data_offsets: [264, 264] }),
      /^The tensor "\\u001b\[31mx{60,70}… is unknown$/,
    ],
    [
      'a metadata’s entry whose name is longer than a line',
      atelier((v) => (v[`a\n${'x'.repeat(1e5)}`] = 1)),
      /^The metadata atelier are wrong: Unrecognized key: "a x{100,200}…$/,
    ],
    [
      'twenty thousand entries more',
      atelier((v) =>
        Object.assign(v, Object.fromEntries(Array.from({ length: 2e4 }, (_, i) => [`k${i}`, 1]))),
      ),
      /^.{100,300}$/,
    ],
  ])('%s', async (_, edit, message) => {
    const reading = decodeCheckpoint(change(edit));
    await expect(reading).rejects.toThrow(CheckpointError);
    await expect(reading).rejects.toThrow(message);
  });

  test('a shape nested a hundred thousand deep', async () => {
    const { header, data } = splitHeader(bytes);
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    const json = JSON.stringify(header).replace('"shape":[8]', `"shape":${deep}`);
    await expect(decodeCheckpoint(reseal(json, data))).rejects.toThrow('The header is not JSON');
  });

  test('groups of tensors by the ten thousand, among thousands of tensors, in a moment', async () => {
    const many = change((h) => {
      for (let i = 0; i < 3500; i++) h[`t${i}`] = { dtype: 'F32', shape: [0], data_offsets: [264, 264] };
      atelier(
        (v) =>
          (v.callbacks = [
            { numbers: ['a', 'b'], tensors: [] },
            { numbers: [], tensors: Array<string>(100_000).fill('a') },
          ]),
      )(h);
    });
    await expect(decodeCheckpoint(many)).rejects.toThrow('is unknown');
  });

  test.each<[string, number, number, string]>([
    ['an epoch that the history does not lead to', 0, 9, 'After 2 epochs comes the next; found epoch 9'],
    ['a base learning rate of 0', 1, 0, 'baseLearningRate is above 0; found 0'],
    ['a base learning rate without end', 1, Infinity, 'baseLearningRate is above 0; found Infinity'],
    ['a step that is not a whole number', 2, 0.5, 'step is a whole number from 0; found 0.5'],
    ['a negative step', 2, -1, 'step is a whole number from 0; found -1'],
    ['samples that are not a number', 3, Number.NaN, 'samples is a whole number from 0; found NaN'],
    ['correct predictions below 0', 5, -3, 'correct is a whole number from 0; found -3'],
    ['epochs in another order', 8, 2, 'Row 0 of history is epoch 1; found 2'],
  ])('%s', async (_, index, value, message) => {
    const { header, data } = splitHeader(bytes);
    const changed = Uint8Array.from(data);
    new DataView(changed.buffer).setFloat64(8 * index, value, true);
    await expect(decodeCheckpoint(reseal(JSON.stringify(header), changed))).rejects.toThrow(message);
  });

  test.each([
    ['a header that is not JSON', '{"__metadata__":{"sha256":"', 'The header is not JSON'],
    ['a header that does not begin with the checksum', '{"x":{"sha256":"', 'A header begins with'],
  ])('%s', async (_, start, message) => {
    const json = `${start}${'0'.repeat(64)}"`.padEnd(200);
    await expect(decodeCheckpoint(reseal(json, new Uint8Array(0)))).rejects.toThrow(message);
  });

  test('a header that claims to be longer than the file, or than any header', async () => {
    for (const length of [BigInt(bytes.length), 2n ** 20n + 1n, 2n ** 63n]) {
      const changed = Uint8Array.from(bytes);
      new DataView(changed.buffer).setBigUint64(0, length, true);
      await expect(decodeCheckpoint(changed)).rejects.toThrow(/The header has at most \d+ bytes; found/);
    }
  });

  test('more tensors than a file may have', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 4097 }, (_, i) => [`t${i}`, { dtype: 'F32', shape: [0], data_offsets: [0, 0] }]),
    );
    const json = JSON.stringify({ __metadata__: { sha256: '0'.repeat(64) }, ...many });
    await expect(decodeCheckpoint(reseal(json, new Uint8Array(0)))).rejects.toThrow(
      'A file has at most 4096 tensors; found 4097',
    );
  });

  test('a key that would become a prototype, which changes nothing', async () => {
    const polluted = change(
      atelier((value) => {
        value['settings'] = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}');
      }),
    );
    await expect(decodeCheckpoint(polluted)).rejects.toThrow('The metadata atelier are not JSON');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
