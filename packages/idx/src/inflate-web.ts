import { Pieces } from './source.ts';

/**
 * A browser's `DecompressionStream` inflates a whole piece before it passes anything on, and deflate packs at
 * most 1032 bytes into one: pieces of this size keep a bomb below 17 MB at a time.
 */
const pieceBytes = 16 * 1024;

/** Inflates a gzip stream, or a raw one, a bounded piece at a time, with the web platform's `DecompressionStream`. */
export async function* inflatePieces(
  pieces: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
): AsyncGenerator<Uint8Array, void, undefined> {
  const { readable, writable } = new DecompressionStream(format);
  const inflated = new Pieces(readable);
  void feed(pieces, writable.getWriter());
  try {
    yield* inflated;
  } finally {
    inflated.cancel();
  }
}

/** Writes all pieces. A failure, here or in between, ends the stream's other side with the same error. */
async function feed(
  pieces: AsyncIterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<BufferSource>,
): Promise<void> {
  try {
    for await (const piece of pieces) {
      for (let start = 0; start < piece.length; start += pieceBytes) {
        await writer.write(piece.slice(start, start + pieceBytes));
      }
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
  }
}
