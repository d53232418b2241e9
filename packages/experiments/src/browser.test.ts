import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** A module and what it imports of this package, types left out, each with the names that it imports. */
function importedBy(path: string, seen: Map<string, readonly string[]> = new Map()): typeof seen {
  if (seen.has(path)) return seen;
  const names = Array.from(
    readFileSync(path, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gms),
    ([, name]) => name!,
  );
  seen.set(path, names);
  for (const name of names) if (name.startsWith('.')) importedBy(resolve(dirname(path), name), seen);
  return seen;
}

test('the browser part imports nothing of Node; the other part is more than it', () => {
  const ofNode = (entry: string): string[] =>
    [...importedBy(resolve(import.meta.dirname, entry)).values()]
      .flat()
      .filter((name) => name.startsWith('node:'));
  expect(ofNode('browser.ts')).toEqual([]);
  expect(ofNode('index.ts')).toContain('node:fs');
});
