/** A request that cannot be met as it stands: the message says what would be right. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}
