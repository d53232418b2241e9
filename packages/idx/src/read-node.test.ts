import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { readingTests } from '../test/reading.ts';
import { encodeIdx, readIdx } from './index.ts';

vi.mock('#inflate', () => import('./inflate-node.ts'));

describe('readIdx on node:zlib', () => {
  readingTests();

  test('reads gzip that is padded with zeros, as gzip does', async () => {
    const array = { dtype: 'u8', shape: [2], data: Uint8Array.of(1, 2) } as const;
    expect(await readIdx(Buffer.concat([gzipSync(encodeIdx(array)), Buffer.alloc(100)]))).toEqual(array);
  });
});
