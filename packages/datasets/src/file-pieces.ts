import { constants, open } from 'node:fs/promises';
import { damaged, DatasetError, systemCode } from './error.ts';

/** Gzip adds less than a thousandth to what it can't compress. A file beyond that isn't worth its memory. */
const slackBytes = 2 ** 20;

/** Large enough that reading a piece is cheap compared to inflating it. */
const pieceBytes = 2 ** 21;

/**
 * A file's bytes, piece by piece, so that a compressed file is not held in memory beside its content.
 *
 * @param most the most bytes of its content
 * @throws DatasetError for a file that is larger, or not regular
 */
export async function* filePieces(
  path: string,
  most: number,
  signal?: AbortSignal,
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

/** A system's error about a file in words; any other error as it is. */
export function unreadable(path: string, cause: unknown): unknown {
  const code = systemCode(cause);
  if (code === undefined) return cause;
  return code === 'ENOENT'
    ? new DatasetError('missing-file', `${path} is not there`, { location: path, cause })
    : new DatasetError('unreadable-file', `${path} can't be read (${code})`, { location: path, cause });
}
