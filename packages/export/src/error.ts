/** A model that a format cannot hold, or an exported file that is not what was written. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
