import type { GivenFile } from './given.ts';

/**
 * All bytes of a file.
 *
 * @throws DatasetError when it can't be read, or has more than `most` bytes
 */
export async function readWhole(file: GivenFile, most: number): Promise<Uint8Array<ArrayBuffer>> {
  return file.small?.() ?? joinPieces(file.pieces(most));
}

export async function joinPieces(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    all.push(piece);
    length += piece.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
