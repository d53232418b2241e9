/** Deeper than any valid file, and shallow enough for recursion. */
const maxDepth = 64;

/**
 * Parses JSON from an untrusted file.
 *
 * @throws SyntaxError for text that is not JSON, is nested too deeply, or has a key that would become a prototype
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new SyntaxError(`It is nested more than ${maxDepth} levels deep`);
    level = level.flatMap(partsOf);
  }
  return value;
}

function partsOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Object.hasOwn(value, '__proto__')) throw new SyntaxError('It has a key __proto__');
  return Object.values(value);
}
