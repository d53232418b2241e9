/** Where an IDX file is read from: bytes in memory, or a stream of them, plain or gzip. */
export type IdxSource = Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** The pieces of a source, in order. Stopping early cancels a stream. */
export async function* piecesOf(source: IdxSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (source instanceof ArrayBuffer) yield new Uint8Array(source);
  else if (source instanceof Uint8Array) yield source;
  else if ('getReader' in source) yield* piecesOfStream(source);
  else yield* source;
}

// Safari's streams are not iterable.
async function* piecesOfStream(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    ended = true;
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}
