/** An invalid request; the message says what is valid. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}
