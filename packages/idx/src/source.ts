import { found, isTypedArray } from '@atelier/checks';

/** Where an IDX file is read from: bytes in memory, or a stream of them, plain or gzip. */
export type IdxSource = Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** A source's bytes, if it is bytes in memory. */
export function bytesOf(source: IdxSource): Uint8Array | undefined {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return isTypedArray('Uint8Array', source) ? source : undefined;
}

/** The pieces of a source, in order, to be taken once. */
export class Pieces {
  /** Why the source ended early, if it did: a lost connection is not a corrupt file. */
  failure: { readonly reason: unknown } | undefined;
  #ended = false;
  readonly #next: () => Promise<{
    readonly done?: boolean | undefined;
    readonly value?: Uint8Array | undefined;
  }>;
  readonly #stop: () => Promise<unknown> | undefined;

  constructor(source: IdxSource) {
    let rest = bytesOf(source);
    if (rest) {
      this.#next = async () => {
        const value = rest;
        rest = undefined;
        return { value };
      };
      this.#stop = () => undefined;
    } else if (isReadable(source)) {
      // Safari's streams are not iterable, and an iterator can't stop a stream that it waits for.
      const reader = source.getReader();
      this.#next = () => reader.read();
      this.#stop = () => reader.cancel();
    } else if (isAsyncIterable(source)) {
      const iterator = source[Symbol.asyncIterator]();
      this.#next = () => iterator.next();
      this.#stop = () => iterator.return?.();
    } else {
      throw new TypeError(`An IDX file is read from bytes or a stream of them; found ${found(source)}`);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const { done, value } = await this.#next();
        if (done === true || value === undefined) break;
        if (!isTypedArray('Uint8Array', value)) {
          throw new TypeError(`The pieces of an IDX file are Uint8Arrays; found ${found(value)}`);
        }
        yield value;
      }
      this.#ended = true;
    } catch (reason) {
      this.failure = { reason };
      throw reason;
    }
  }

  /** Releases a source that was not read to its end, without waiting for it. */
  cancel(): void {
    if (!this.#ended) this.#stop()?.catch(() => undefined);
  }
}

function isReadable(source: unknown): source is ReadableStream<Uint8Array> {
  return typeof source === 'object' && source !== null && 'getReader' in source;
}

function isAsyncIterable(source: unknown): source is AsyncIterable<Uint8Array> {
  return typeof source === 'object' && source !== null && Symbol.asyncIterator in source;
}
