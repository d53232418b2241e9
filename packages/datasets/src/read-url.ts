import { decodeIdx, IdxError, readIdxContent } from '@atelier/idx';
import type { IdxContent } from '@atelier/idx';
import type { DecodedFile } from './assemble.ts';
import { damaged, DatasetError } from './error.ts';
import { sha256, subtleCrypto } from './sha256.ts';
import { unlessAborted } from './unless-aborted.ts';

interface UrlFile {
  readonly url: string;
  /** SHA-256 that the uncompressed content must have; any if `undefined`. */
  readonly sha256: string | undefined;
  readonly maxBytes: number | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly signal: AbortSignal;
  /** Bytes received so far, and bytes in total if the server said so. */
  readonly onBytes: (bytes: number, totalBytes: number | undefined) => void;
  /** The uncompressed content so far, not yet verified. */
  readonly onContent: (content: Uint8Array) => void;
}

export interface ReadFile extends DecodedFile {
  readonly sha256: string;
}

/**
 * Reads an IDX file from a URL, plain or gzip, also if the server compresses it in transit, and verifies it.
 *
 * @throws DatasetError `fetch-failed`, `damaged-file`, `unverifiable`
 * @throws the signal's reason
 */
export async function readUrl(file: UrlFile): Promise<ReadFile> {
  const subtle = subtleCrypto(file.url);
  const { content } = await readContent(file);
  const hash = await sha256(content, subtle);
  if (file.sha256 !== undefined && file.sha256 !== hash) {
    throw damaged(file.url, `its SHA-256 is ${hash}, expected ${file.sha256}`);
  }
  return { location: file.url, array: decodeIdx(content, limits(file)), sha256: hash };
}

async function readContent(file: UrlFile): Promise<IdxContent> {
  try {
    return await readIdxContent(received(file), { ...limits(file), onContent: file.onContent });
  } catch (cause) {
    file.signal.throwIfAborted();
    if (cause instanceof IdxError) throw damaged(file.url, cause.message, cause);
    throw cause;
  }
}

async function* received(file: UrlFile): AsyncGenerator<Uint8Array, void, undefined> {
  const { url, signal } = file;
  let bytes = 0;
  try {
    const response = await unlessAborted(file.fetch(url, { signal }), signal);
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw failed(url, `HTTP status ${response.status}`);
    }
    const total = announcedBytes(response);
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = await unlessAborted(reader.read(), signal);
        if (done) break;
        bytes += value.length;
        file.onBytes(bytes, total);
        yield value;
      }
    } finally {
      // Not waited for: it need not settle after an abort.
      void reader.cancel().catch(() => undefined);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof DatasetError) throw cause;
    throw failed(url, `${String(cause)} after ${bytes} bytes`, cause);
  }
}

/**
 * For a file that a server compresses in transit, the stated size is the compressed one, but what is read is not compressed.
 */
function announcedBytes({ headers }: Response): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}

function limits({ maxBytes }: UrlFile): { maxBytes?: number } {
  return maxBytes === undefined ? {} : { maxBytes };
}

function failed(url: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError('fetch-failed', `${url} can't be fetched: ${reason}`, { location: url, cause });
}
