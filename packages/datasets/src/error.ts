/**
 * - `unknown-name`: neither a known data set nor a file or folder
 * - `unknown-format`: nothing there is data in a format that is read
 * - `missing-file`: a file is not there, or a folder lacks one that the others need
 * - `unreadable-file`: the system doesn't let a file or folder be read
 * - `damaged-file`: a file is not whole, or its content is not the expected one
 * - `mismatched-files`: each file is whole, but they don't belong together (counts, shapes, types, labels, classes)
 * - `fetch-failed`: no mirror, and no package, gave the file
 * - `offline`: nothing was found and fetching was forbidden
 * - `unusable-folder`: the cache folder can't be written, or the disk is full
 * - `unverifiable`: this page has no `crypto.subtle` to verify a hash with
 */
export type DatasetErrorCode =
  | 'unknown-name'
  | 'unknown-format'
  | 'missing-file'
  | 'unreadable-file'
  | 'damaged-file'
  | 'mismatched-files'
  | 'fetch-failed'
  | 'offline'
  | 'unusable-folder'
  | 'unverifiable';

/** Why a data set can't be loaded: one line with the file, what was found and the remedy. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  /** What kind of fault it is, for programs. */
  readonly code: DatasetErrorCode;
  /** The file, folder or URL that the error is about. */
  readonly location: string | undefined;

  constructor(
    code: DatasetErrorCode,
    message: string,
    { location, cause }: { readonly location?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.location = location;
  }
}

/** The code of a system error (`ENOENT`, `ENOSPC`…), if it is one: other errors have codes of other forms. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** Of a file that is not whole, or not what it should be. */
export function damaged(location: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError('damaged-file', `${location} is damaged: ${reason}`, { location, cause });
}

/** Of a file that is whole, but is no data to train on, or does not go with the others. */
export function mismatched(location: string, found: string): DatasetError {
  return new DatasetError('mismatched-files', `${location} holds ${found}`, { location });
}
