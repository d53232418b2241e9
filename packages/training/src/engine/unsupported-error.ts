/** A layer, loss or option that an engine cannot run. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}
