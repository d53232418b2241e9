import type { NamedTensor } from '../model/named-tensor.ts';

export function expectClose(what: string, found: number, expected: number, tolerance: number): void {
  if (Math.abs(found - expected) <= tolerance) return;
  throw new Error(`${what} is ${found}; the reference has ${expected} (tolerance ${tolerance})`);
}

export function expectEqual(
  what: string,
  found: readonly NamedTensor[],
  expected: readonly NamedTensor[],
): void {
  for (const [index, { name, values }] of expected.entries()) {
    const other = found[index]?.values ?? new Float32Array();
    const position = values.findIndex((value, i) => !Object.is(value, other[i]));
    if (position < 0 && other.length === values.length) continue;
    throw new Error(
      `${what}: ${name}[${position}] is ${other[position]}, expected exactly ${values[position]}`,
    );
  }
}
