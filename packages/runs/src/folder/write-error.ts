/** A file that could not be written: the disk is full, or its folder may not be written to. */
export class WriteError extends Error {
  override readonly name = 'WriteError';

  /** @param cause the file system's error */
  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be larger than files may be here',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EIO: 'the disk failed',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
};

/** A file system error, in words. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const reason = reasons[code];
  return reason === undefined ? cause.message : `${reason} (${code})`;
}
