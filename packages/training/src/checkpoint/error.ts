/** Bytes that are no checkpoint, or one that is damaged. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}
