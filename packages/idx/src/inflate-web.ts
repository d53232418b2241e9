import { piecesOf } from './source.ts';

/**
 * A browser's `DecompressionStream` inflates a piece whole before it hands anything on, and deflate packs at most 1032 bytes into
 * one: pieces of this size keep a bomb below 17 MB at a time.
 */
const pieceBytes = 16 * 1024;

/** Inflates a gzip stream, a bounded piece at a time, with the web platform's `DecompressionStream`. */
export async function* inflate(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const small = smallPieces(pieces);
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller): Promise<void> {
      const { done, value } = await small.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel(): Promise<void> {
      await small.return();
    },
  });
  yield* piecesOf(compressed.pipeThrough(new DecompressionStream('gzip')));
}

async function* smallPieces(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for await (const piece of pieces) {
    for (let start = 0; start < piece.length; start += pieceBytes)
      yield piece.slice(start, start + pieceBytes);
  }
}
