/**
 * - `unknown-name`: neither a known data set nor a folder
 * - `missing-file`: a folder lacks one of the four files
 * - `unreadable-file`: the system doesn't let a file or folder be read
 * - `damaged-file`: a file is not a whole IDX file, or its content is not the expected one
 * - `mismatched-files`: each file is whole, but they don't belong together (counts, shapes, types, labels)
 * - `fetch-failed`: no mirror, and no package, gave the file
 * - `offline`: nothing was found and fetching was forbidden
 * - `unusable-folder`: the cache folder can't be written, or the disk is full
 * - `unverifiable`: this page has no `crypto.subtle` to verify a hash with
 */
export type DatasetErrorCode =
  | 'unknown-name'
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
