/** Bytes that are not a checkpoint, or a damaged one. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}
