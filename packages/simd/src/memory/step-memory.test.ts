import { describe, expect, test } from 'vitest';
import type { Access, KernelCall } from '../program/program.ts';
import { Arena } from './arena.ts';
import { StepMemory } from './step-memory.ts';

const access = (buffer: number): Access => ({ buffer, share: 'samples' });

function call(reads: readonly number[], writes: readonly number[]): KernelCall {
  return { code: 1, arguments: [...reads, ...writes], reads: reads.map(access), writes: writes.map(access) };
}

/** Programs over buffers of so many bytes: which reads and which writes them, by index. */
function placed(sizes: readonly number[], programs: readonly (readonly [number[], number[]][])[]) {
  const arena = new Arena();
  const start = arena.end;
  const memory = new StepMemory();
  const buffers = sizes.map((bytes) => memory.allocate(bytes));
  const own = (indices: readonly number[]): number[] => indices.map((index) => buffers[index] ?? 0);
  const lists = programs.map((calls) => calls.map(([reads, writes]) => call(own(reads), own(writes))));
  return { lists: memory.place(lists, arena), bytes: arena.end - start, start };
}

describe('StepMemory', () => {
  test('puts a buffer upon another that nobody reads any more', () => {
    // A chain: each call reads what the one before wrote. Two of four buffers live at a time.
    const chain: [number[], number[]][] = [
      [[], [0]],
      [[0], [1]],
      [[1], [2]],
      [[2], [3]],
    ];
    expect(placed([64, 64, 64, 64], [chain]).bytes).toBe(128);
  });

  test('keeps apart what a call reads and writes, and what is read later', () => {
    const diamond: [number[], number[]][] = [
      [[], [0]],
      [[0], [1]],
      [[0, 1], [2]],
    ];
    const { lists, bytes } = placed([64, 128, 64], [diamond]);
    const [, , last] = lists[0] ?? [];
    expect(new Set(last?.arguments).size).toBe(3);
    expect(bytes).toBe(256);
  });

  test('looks at all programs: what one of them needs at the same time lies apart in all', () => {
    const apart: [number[], number[]][] = [
      [[], [0]],
      [[], [1]],
    ];
    const together: [number[], number[]][] = [[[0, 1], []]];
    expect(placed([64, 64], [apart]).bytes).toBe(64);
    expect(placed([64, 64], [apart, together]).bytes).toBe(128);
  });

  test('moves addresses within a buffer with it, and leaves other arguments alone', () => {
    const arena = new Arena();
    const own = arena.allocate(64);
    const memory = new StepMemory();
    const buffer = memory.allocate(256);
    const bits = { bits: 2 ** 32 - 1 };
    const [[moved] = []] = memory.place(
      [[{ code: 1, arguments: [own, 7, -3, bits, buffer + 128], reads: [], writes: [access(buffer)] }]],
      arena,
    );
    const place = moved?.writes[0]?.buffer ?? 0;
    expect(place).toBeGreaterThan(own);
    expect(moved?.arguments).toEqual([own, 7, -3, bits, place + 128]);
  });
});
