import { inflate } from '@atelier/idx';
import { damaged, DatasetError } from '../error.ts';
import type { GivenFile } from '../given/given.ts';

/**
 * A file's content in pieces, inflated if it is gzip.
 *
 * @param most the most bytes of the content
 */
export async function* plainPieces(
  file: GivenFile,
  most: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = file.pieces(most)[Symbol.asyncIterator]();
  try {
    yield* plain(file, most, source);
  } finally {
    // Whoever reads only the beginning leaves the file open otherwise.
    await source.return?.();
  }
}

async function* plain(
  { location }: GivenFile,
  most: number,
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let start = new Uint8Array(0);
  let ended = false;
  while (start.length < 2 && !ended) {
    const next = await source.next();
    ended = next.done === true;
    if (next.done !== true) start = joined(start, next.value);
  }
  const all = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield start;
    if (!ended) yield* { [Symbol.asyncIterator]: () => source };
  };
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  let bytes = 0;
  try {
    for await (const piece of isGzip ? inflate(all()) : all()) {
      bytes += piece.length;
      if (bytes > most) throw damaged(location, `it has more than ${most} bytes`);
      yield piece;
    }
  } catch (cause) {
    if (cause instanceof DatasetError || !isGzip) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw damaged(location, `corrupt gzip stream at byte ${bytes} of its content: ${reason}`, cause);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
