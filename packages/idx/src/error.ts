/**
 * - `bad-magic`: the first two bytes are not zero
 * - `unknown-dtype`: the third byte is none of the six element types
 * - `bad-rank`: the fourth byte is 0 or above `maxRank`
 * - `too-large`: the dimensions' product passes `maxBytes`
 * - `truncated`: the content ends early, or declares more than its compressed bytes can hold
 * - `trailing-bytes`: the content goes on after the last element
 * - `corrupt-gzip`: the gzip stream is damaged, cut short, fails its checksum, or is followed by something
 *   else
 */
export type IdxErrorCode = keyof typeof subjects;

const subjects = {
  'bad-magic': 'not an IDX file',
  'unknown-dtype': 'unknown element type',
  'bad-rank': 'bad rank',
  'too-large': 'too large',
  truncated: 'truncated',
  'trailing-bytes': 'bytes after the end',
  'corrupt-gzip': 'corrupt gzip stream',
} as const;

interface IdxErrorDetails extends ErrorOptions {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

/** What is wrong with an IDX file, in one line. */
export class IdxError extends Error {
  override readonly name = 'IdxError';
  /** What kind of fault it is, for programs. */
  readonly code: IdxErrorCode;
  /** The byte of the uncompressed content where reading stopped. */
  readonly offset: number;
  /** In words, for people to read. */
  readonly found: string;
  /** In words, for people to read. */
  readonly expected: string;

  constructor(code: IdxErrorCode, { offset, found, expected, cause }: IdxErrorDetails) {
    const message = `${subjects[code]} at byte ${offset}: found ${found}, expected ${expected}`;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.offset = offset;
    this.found = found;
    this.expected = expected;
  }
}
