import { describe, expect, test } from 'vitest';
import { BARRIER } from '../opcodes.ts';
import { type Access, encode, Program, type Share, synchronized } from './program.ts';

const at = (buffer: number, share: Share): Access => ({ buffer, share });

function barriersOf(calls: readonly { reads?: Access[]; writes?: Access[] }[]): number[] {
  const program = new Program();
  for (const [index, { reads = [], writes = [] }] of calls.entries()) {
    program.add({ code: index + 1, arguments: [], reads, writes });
  }
  return synchronized(program.calls).map(({ code }) => code);
}

describe('barriers', () => {
  test('stand before a call that reads what other threads wrote', () => {
    const write = { writes: [at(64, 'groups:8')] };
    expect(barriersOf([write, { reads: [at(64, 'everything')] }])).toEqual([BARRIER, 1, BARRIER, 2]);
    expect(barriersOf([write, { reads: [at(64, 'samples')] }])).toEqual([BARRIER, 1, BARRIER, 2]);
    expect(barriersOf([write, { reads: [at(64, 'first thread')] }])).toEqual([BARRIER, 1, BARRIER, 2]);
  });

  test('are not needed where each thread meets its own part, or another buffer', () => {
    const write = { writes: [at(64, 'groups:8')] };
    expect(barriersOf([write, { reads: [at(64, 'groups:8')] }])).toEqual([1, 2]);
    expect(barriersOf([write, { reads: [at(128, 'everything')] }])).toEqual([1, 2]);
  });

  test('columns and rows are different parts, even when there are as many', () => {
    expect(barriersOf([{ writes: [at(64, 'rows:8')] }, { reads: [at(64, 'groups:8')] }])).toContain(BARRIER);
  });

  test('stand between buffers that lie upon each other, even where both are split alike', () => {
    const chunks = (tenant: number): Access => ({ buffer: 64, bytes: 768, tenant, share: 'chunks' });
    expect(barriersOf([{ reads: [chunks(1)] }, { writes: [chunks(1)] }])).toEqual([BARRIER, 1, 2]);
    expect(barriersOf([{ reads: [chunks(1)] }, { writes: [chunks(2)] }])).toEqual([BARRIER, 1, BARRIER, 2]);
  });

  test('stand before a write to what others still read, in the next step too', () => {
    const calls = [
      { writes: [at(64, 'groups:2')] },
      { reads: [at(64, 'everything')] },
      { writes: [at(128, 'samples')] },
    ];
    expect(barriersOf(calls)).toEqual([BARRIER, 1, 3, BARRIER, 2]);
  });

  test('are passed by calls that need none, unless they touch what a waiting call does', () => {
    const calls = [
      { writes: [at(64, 'groups:2')] },
      { reads: [at(64, 'everything')], writes: [at(128, 'samples')] },
      { writes: [at(192, 'samples')] },
      { reads: [at(128, 'samples')], writes: [at(192, 'samples')] },
      { reads: [at(192, 'samples')] },
    ];
    expect(barriersOf(calls)).toEqual([BARRIER, 1, 3, BARRIER, 2, 4, 5]);
  });

  test('part samples of one step from those of the next, whose batch may be smaller', () => {
    expect(barriersOf([{ writes: [at(64, 'samples')] }, { reads: [at(64, 'samples')] }])).toEqual([
      BARRIER,
      1,
      2,
    ]);
  });

  test('one serves all calls before it', () => {
    const calls = [
      { writes: [at(64, 'groups:2')] },
      { writes: [at(128, 'groups:2')] },
      { reads: [at(64, 'everything')] },
      { reads: [at(128, 'everything')] },
    ];
    expect(barriersOf(calls).filter((code) => code === BARRIER)).toHaveLength(2);
  });
});

test('records hold their code, their bytes and their arguments', () => {
  const words = encode([
    { code: 5, arguments: [7, { float32: 1.5 }, -1], reads: [], writes: [] },
    { code: 6, arguments: [{ float64: Math.PI }], reads: [], writes: [] },
  ]);
  const view = new DataView(words.buffer);
  expect(words.length).toBe(36);
  expect([0, 4, 8, 16].map((offset) => view.getInt32(offset, true))).toEqual([5, 20, 7, -1]);
  expect(view.getFloat32(12, true)).toBe(1.5);
  expect([20, 24].map((offset) => view.getInt32(offset, true))).toEqual([6, 16]);
  expect(view.getFloat64(28, true)).toBe(Math.PI);
});
