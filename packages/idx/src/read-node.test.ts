import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { pieces, readingTests, small } from '../test/reading.ts';
import { encodeIdx, readIdx } from './index.ts';

vi.mock('#inflate', () => import('./inflate-node.ts'));

describe('readIdx on node:zlib', () => {
  readingTests();

  test('reads a gzip stream of several members', async () => {
    const plain = encodeIdx(small);
    const members = [plain.subarray(0, 3), plain.subarray(3, 13), new Uint8Array(0), plain.subarray(13)];
    const bytes = Buffer.concat(members.map((member) => gzipSync(member)));
    expect(await readIdx(bytes)).toEqual(small);
    for (const size of [1, 7, 20]) expect(await readIdx(pieces(bytes, size).stream)).toEqual(small);
  });

  test('reads gzip that is padded with zeros, as gzip does', async () => {
    expect(await readIdx(Buffer.concat([gzipSync(encodeIdx(small)), Buffer.alloc(100)]))).toEqual(small);
  });
});
