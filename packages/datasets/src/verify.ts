import { createHash } from 'node:crypto';
import { constants, open } from 'node:fs/promises';
import { defaultMaxBytes, IdxError, readIdx } from '@atelier/idx';
import type { DecodedFile } from './assemble.ts';
import { DatasetError, systemCode } from './error.ts';
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
  { signal, maxBytes = defaultMaxBytes }: VerifyOptions = {},
): Promise<VerifiedFile> {
  const most = expected?.bytes ?? maxBytes;
  const hash = createHash('sha256');
  try {
    // Hashing here costs no extra time: the next piece is inflated on the thread pool meanwhile.
    const array = await readIdx(readPieces(path, most, signal), {
      maxBytes: most,
      onContent(content, from) {
        signal?.throwIfAborted();
        hash.update(content.subarray(from));
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

/** Gzip adds less than a thousandth to what it can't compress. A file beyond that isn't worth its memory. */
const slackBytes = 2 ** 20;

/** Large enough that reading a piece is cheap compared to inflating it. */
const pieceBytes = 2 ** 21;

/** A file's bytes, piece by piece, so that the compressed file is not held in memory beside its content. */
async function* readPieces(
  path: string,
  most: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Opening a pipe for reading would wait forever for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw damaged(path, 'it is not a regular file');
    if (stats.size > most * 1.001 + slackBytes) {
      throw damaged(path, `it has ${stats.size} bytes, and at most ${most} are accepted`);
    }
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(pieceBytes, stats.size + 1)));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function unreadable(path: string, cause: unknown): unknown {
  const code = systemCode(cause);
  if (code === undefined) return cause;
  return code === 'ENOENT'
    ? new DatasetError('missing-file', `${path} is not there`, { location: path, cause })
    : new DatasetError('unreadable-file', `${path} can't be read (${code})`, { location: path, cause });
}

function damaged(path: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError('damaged-file', `${path} is damaged: ${reason}`, { location: path, cause });
}
