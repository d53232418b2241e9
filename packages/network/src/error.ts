/** A model that is not a network of the layers in `LayerConfigs`, or whose settings do not fit each other. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** A value as part of a one-line message, cut where it is long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
