import { createHash } from 'node:crypto';
import { defaultMaxBytes, IdxError, readIdx } from '@atelier/idx';
import type { DecodedFile } from './assemble.ts';
import { damaged, DatasetError } from './error.ts';
import { filePieces, unreadable } from './file-pieces.ts';
import type { DatasetFile } from './registry.ts';

/** A file, read completely. */
export interface VerifiedFile extends DecodedFile {
  /** SHA-256 of the uncompressed content, 64 hexadecimal digits. */
  readonly sha256: string;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** The most bytes of elements to accept, where the expected size isn't known. */
  readonly maxBytes?: number | undefined;
  /** Called as content arrives, with all of it so far: a view of the same memory each time. */
  readonly onContent?: ((content: Uint8Array) => void) | undefined;
}

/**
 * Reads, decodes and hashes a file in one pass. With `expected`, only that content is accepted. Used
 * before a fetched file gets its name and each time a file is loaded.
 *
 * @throws DatasetError `damaged-file` for anything but a whole IDX file with the expected content
 * @throws DatasetError `missing-file`, `unreadable-file`
 */
export async function readVerified(
  path: string,
  expected: DatasetFile | undefined,
  { signal, maxBytes = defaultMaxBytes, onContent: onMore }: VerifyOptions = {},
): Promise<VerifiedFile> {
  const most = expected?.bytes ?? maxBytes;
  const hash = createHash('sha256');
  try {
    // Hashing here costs no extra time: the next piece is inflated on the thread pool meanwhile.
    const array = await readIdx(filePieces(path, most, signal), {
      maxBytes: most,
      onContent(content, from) {
        signal?.throwIfAborted();
        hash.update(content.subarray(from));
        onMore?.(content);
      },
    });
    const sha256 = hash.digest('hex');
    if (expected === undefined || sha256 === expected.sha256) return { location: path, array, sha256 };
    throw damaged(path, `its SHA-256 is ${sha256}, expected ${expected.sha256}`);
  } catch (cause) {
    if (cause instanceof IdxError) throw damaged(path, cause.message, cause);
    throw cause instanceof DatasetError ? cause : unreadable(path, cause);
  }
}
