import { expect, test } from 'vitest';
import { DatasetError } from '../error.ts';
import type { DataCache, ReadOptions } from '../formats/format.ts';
import type { GivenFile } from '../given/given.ts';
import { decodePictures } from './decode-pictures.ts';
import { type PictureDecoder, SlowPictureError } from './picture-decoder.ts';

/** Two pictures of one gray pixel, whose files have it as their byte; the second fails while there is an error. */
function pictures(fails: { readonly at: 'read' | 'decode'; error: Error | undefined }): {
  readonly files: readonly GivenFile[];
  readonly decoder: PictureDecoder;
} {
  const throwAt = (at: typeof fails.at, gray: number): void => {
    if (fails.error && at === fails.at && gray === 2) throw fails.error;
  };
  const files = [1, 2].map((gray) => ({
    path: `a/${gray}.png`,
    location: `/a/${gray}.png`,
    async *pieces() {
      throwAt('read', gray);
      yield Uint8Array.of(gray);
    },
    stamp: () => 'unchanged',
  }));
  const decoder: PictureDecoder = {
    measure: async () => ({ width: 1, height: 1, channels: 1 }),
    decode: async ([gray = 0]) => {
      throwAt('decode', gray);
      return { data: Uint8Array.of(gray, gray, gray, 255), width: 1, height: 1 };
    },
  };
  return { files, decoder };
}

function cacheInMemory(): DataCache {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, parts) => {
      kept.set(key, new Uint8Array(Buffer.concat(parts)));
    },
  };
}

const how: Omit<ReadOptions, 'decoder' | 'cache'> = {
  maxBytes: 1000,
  signal: undefined,
  size: undefined,
  largestSide: undefined,
  channels: undefined,
  testAlone: false,
  onProgress: undefined,
};

test.each([
  ['tried again', 'the machine was busy', 'decode', new SlowPictureError(10, undefined)],
  [
    'tried again',
    'many files were open',
    'read',
    new DatasetError('unreadable-file', "can't be read (EMFILE)"),
  ],
  ['left out for good', 'it is not there', 'read', new DatasetError('missing-file', 'is not there')],
  ['left out for good', 'it is no picture', 'decode', new Error('no picture')],
] as const)('a picture is %s where %s', async (becomes, _, at, error) => {
  const fails: { at: typeof at; error: Error | undefined } = { at, error };
  const { files, decoder } = pictures(fails);
  const options = { ...how, decoder, cache: cacheInMemory() };
  const without = await decodePictures(files, '/a', options);
  expect([without.broken, Array.from(without.images)]).toEqual([[1], [1]]);
  expect(without.notes).toEqual([
    `1 of 2 pictures can't be read and are left out: a/2.png (${error.message})`,
  ]);
  fails.error = undefined;
  const again = await decodePictures(files, '/a', options);
  expect(Array.from(again.images)).toEqual(becomes === 'tried again' ? [1, 2] : [1]);
});
