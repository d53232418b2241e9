/**
 * JSON that depends on a value alone: keys in the order of their code units, no spaces, and no entry for what is
 * `undefined`. Equal values give equal text, however they were put together.
 *
 * @throws RangeError for what JSON cannot tell apart or hold: a number that is not finite, a function, a symbol
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`Canonical JSON has no place for ${value}`);
    // -0 is written as 0.
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry)).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
    return `{${entries.join(',')}}`;
  }
  throw new RangeError(`Canonical JSON has no place for a ${typeof value}`);
}
