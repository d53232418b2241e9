import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { appendWhole } from './append-whole.ts';
import { WriteError } from './write-error.ts';

vi.mock('node:fs', { spy: true });
afterEach(() => vi.mocked(fs.writeSync).mockReset());

const fileIn = (name = 'lines.txt'): string => join(mkdtempSync(join(tmpdir(), 'atelier-append-')), name);

/** A disk that takes so many bytes more. */
function roomFor(bytes: number): void {
  let left = bytes;
  vi.mocked(fs.writeSync).mockImplementation((file: number, buffer: unknown, offset?: unknown) => {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    if (!(buffer instanceof Buffer)) throw new TypeError('Only buffers are written here');
    const from = Number(offset ?? 0);
    const take = Math.min(left, buffer.length - from);
    left -= take;
    fs.appendFileSync(file, buffer.subarray(from, from + take));
    return take;
  });
}

test('lines follow one another', () => {
  const file = fileIn();
  appendWhole(file, 'a\n');
  appendWhole(file, 'bc\nd\n');
  expect(readFileSync(file, 'utf8')).toBe('a\nbc\nd\n');
});

test('a write that is cut short goes on where it was', () => {
  const file = fileIn();
  vi.mocked(fs.writeSync).mockImplementationOnce((to: number, buffer: unknown) => {
    if (!(buffer instanceof Buffer)) throw new TypeError('Only buffers are written here');
    fs.appendFileSync(to, buffer.subarray(0, 3));
    return 3;
  });
  appendWhole(file, 'abcdef\n');
  expect(readFileSync(file, 'utf8')).toBe('abcdef\n');
});

test.each([0, 1, 4])(
  'a disk with room for %i bytes leaves the file as it was, and the error names it',
  (room) => {
    const file = fileIn();
    appendWhole(file, 'a\n');
    roomFor(room);
    expect(() => appendWhole(file, 'bcdef\n')).toThrow(WriteError);
    expect(readFileSync(file, 'utf8')).toBe('a\n');
    vi.mocked(fs.writeSync).mockReset();
    appendWhole(file, 'g\n');
    expect(readFileSync(file, 'utf8')).toBe('a\ng\n');
  },
);

test('a line that was left torn is ended first', () => {
  const file = fileIn();
  writeFileSync(file, 'a\nto');
  appendWhole(file, 'b\n');
  expect(readFileSync(file, 'utf8')).toBe('a\nto\nb\n');
});

test('a link is not followed', () => {
  const [file, target] = [fileIn(), fileIn()];
  writeFileSync(target, 'gold\n');
  symlinkSync(target, file);
  expect(() => appendWhole(file, 'a\n')).toThrow(WriteError);
  expect(readFileSync(target, 'utf8')).toBe('gold\n');
});
