/** A run folder that is missing, damaged, in use, or may not be replaced. The message is one line. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}
