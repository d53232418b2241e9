import { expect, test } from 'vitest';
import { RUN_IMAGES, RUN_ORDER } from '../../src/memory/control.ts';
import { ADD, MOVE_CHANNELS, PAD_PICTURES, RESHAPE, WIDEN_PICTURES } from '../../src/opcodes.ts';
import { dropPadding, KernelMemory, padChannels, randomFloats } from './kernel-memory.ts';

const batch = 5;

test.each([1, 3, 4])('bytes of %i channels become pictures with a border of zeros', (channels) => {
  const memory = new KernelMemory(batch, 2);
  const images = Uint8Array.from({ length: 8 * 6 * channels }, (_, i) => (i * 37) % 256);
  const order = [7, 0, 3, 3, 5];
  memory.setWord(RUN_IMAGES, memory.bytes(images));
  memory.setWord(RUN_ORDER, memory.bytes(new Uint8Array(Uint32Array.from(order).buffer)));
  const table = memory.floats(Float32Array.from({ length: 256 }, (_, byte) => byte / 4));
  // Pictures of 2x3 in a frame of 4x6, from row 1 and column 2 on.
  const expected: number[] = [];
  for (const sample of order)
    for (let y = -1; y < 3; y++)
      for (let x = -2; x < 4; x++)
        for (let c = 0; c < channels; c++) {
          const inside = y >= 0 && y < 2 && x >= 0 && x < 3;
          expected.push(inside ? (images[((sample * 2 + y) * 3 + x) * channels + c] ?? 0) / 4 : 0);
        }
  const packed = memory.empty(batch * 24 * channels);
  memory.run(WIDEN_PICTURES, packed, table, 2, 3, channels, channels, 1, 2, 4, 6, 24 * channels * 4);
  expect(Array.from(memory.read(packed, batch * 24 * channels))).toEqual(expected);
  const padded = memory.empty(batch * 24 * 4);
  memory.run(WIDEN_PICTURES, padded, table, 2, 3, channels, 4, 1, 2, 4, 6, 24 * 16);
  expect(Array.from(dropPadding(memory.read(padded, batch * 96), channels))).toEqual(expected);
});

test('a border is put around pictures, and cut off', () => {
  const memory = new KernelMemory(batch, 2);
  const values = randomFloats(batch * 6 * 5, 'pictures');
  const input = memory.floats(padChannels(values, 5));
  const framed = memory.empty(batch * 4 * 6 * 8);
  memory.run(PAD_PICTURES, input, 2, 3, 2, framed, 4, 6, 1, 2);
  const found = dropPadding(memory.read(framed, batch * 24 * 8), 5);
  const sum = (numbers: Float32Array): number => numbers.reduce((total, value) => total + Math.abs(value), 0);
  expect(sum(found)).toBeCloseTo(sum(values), 3);
  expect(found[(1 * 6 + 2) * 5]).toBe(values[0]);
  const back = memory.empty(batch * 6 * 8);
  memory.run(PAD_PICTURES, framed, 4, 6, 2, back, 2, 3, -1, -2);
  expect(dropPadding(memory.read(back, batch * 48), 5)).toEqual(values);
});

test('numbers keep their order in another shape', () => {
  const memory = new KernelMemory(batch, 3);
  const values = randomFloats(batch * 30, 'values');
  const pictures = memory.floats(padChannels(values, 5));
  const flat = memory.empty(batch * 32);
  memory.run(RESHAPE, pictures, 6, 5, flat, 1, 30);
  expect(dropPadding(memory.read(flat, batch * 32), 30)).toEqual(values);
  const threes = memory.empty(batch * 40);
  memory.run(RESHAPE, flat, 1, 30, threes, 10, 3);
  expect(dropPadding(memory.read(threes, batch * 40), 3)).toEqual(values);
});

test('sums are taken in the order of their summands, and cut off at 0 on request', () => {
  const memory = new KernelMemory(batch, 2);
  const values = ['a', 'b', 'c'].map((name) => randomFloats(batch * 8, name));
  const addresses = values.map((each) => memory.floats(each));
  const output = memory.empty(batch * 8);
  const [a, b, c] = values;
  const sums = Float32Array.from(a ?? [], (value, i) => Math.fround(value + (b?.[i] ?? 0)) + (c?.[i] ?? 0));
  memory.run(ADD, 3, 2, output, 0, ...addresses);
  expect(memory.read(output, batch * 8)).toEqual(sums);
  memory.run(ADD, 3, 2, output, 1, ...addresses);
  expect(memory.read(output, batch * 8)).toEqual(sums.map((value) => Math.max(value, 0)));
});

test.each([[[4, 8]], [[3, 5, 2]], [[4, 3]], [[1, 1]]])('channels of %j are joined and parted', (parts) => {
  const memory = new KernelMemory(batch, 2);
  const all = parts.reduce((sum, channels) => sum + channels, 0);
  const width = Math.ceil(all / 4) * 4;
  const whole = memory.empty(batch * 6 * width);
  const values = parts.map((channels, i) => randomFloats(batch * 6 * channels, `part ${i}`));
  let first = 0;
  for (const [i, channels] of parts.entries()) {
    const part = memory.floats(padChannels(values[i] ?? [], channels));
    memory.run(MOVE_CHANNELS, part, channels, whole, all, first, 6, 1);
    first += channels;
  }
  const joined = dropPadding(memory.read(whole, batch * 6 * width), all);
  first = 0;
  for (const [i, channels] of parts.entries()) {
    const from = first;
    const own = joined.filter((_, at) => at % all >= from && at % all < from + channels);
    expect(own).toEqual(values[i]);
    const part = memory.empty(batch * 6 * Math.ceil(channels / 4) * 4);
    memory.run(MOVE_CHANNELS, part, channels, whole, all, first, 6, 0);
    expect(dropPadding(memory.read(part, batch * 6 * Math.ceil(channels / 4) * 4), channels)).toEqual(
      values[i],
    );
    first += channels;
  }
});
