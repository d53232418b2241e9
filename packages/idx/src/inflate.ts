import { inflatePieces } from '#inflate';
import { checkName, found } from '@atelier/checks';

/**
 * Inflates a gzip stream, or a raw one, a bounded piece at a time: in Node with `node:zlib`, which reads gzip files of several
 * members too, elsewhere with `DecompressionStream`.
 *
 * @param format default `gzip`
 * @throws TypeError for pieces that are not async iterable
 * @throws RangeError for another format
 * @throws Error of the platform, while the pieces are read, for a damaged stream
 */
export function inflate(
  pieces: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw' = 'gzip',
): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof pieces !== 'object' || pieces === null || !(Symbol.asyncIterator in pieces)) {
    throw new TypeError(`The pieces of inflate are async iterable; found ${found(pieces)}`);
  }
  return inflatePieces(pieces, checkName('format', format, ['gzip', 'deflate-raw']));
}
