/**
 * The texts before and after the first `=` of each part.
 *
 * @throws RangeError when two have the same name
 */
export function readParts(parts: readonly string[]): [key: string, value: string | undefined][] {
  const read = parts.map((part): [string, string | undefined] => {
    const at = part.indexOf('=');
    return at === -1 ? [part, undefined] : [part.slice(0, at), part.slice(at + 1)];
  });
  if (new Set(read.map(([key]) => key)).size < read.length) throw new RangeError('Give each setting once.');
  return read;
}
