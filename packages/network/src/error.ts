/** A model with layers other than those in `LayerConfigs`, or with inconsistent settings. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** A value as part of a one-line message, truncated when long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
