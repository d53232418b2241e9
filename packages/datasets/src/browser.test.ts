import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const packages = resolve(import.meta.dirname, '..', '..');

/**
 * Everything that a module imports, itself and through what it imports, types left out; as a browser's
 * bundler would resolve it.
 */
async function importedBy(
  path: string,
  seen: Map<string, string[]> = new Map(),
): Promise<Map<string, string[]>> {
  if (seen.has(path)) return seen;
  const source = await readFile(path, 'utf8');
  const names = Array.from(
    source.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gms),
    ([, name]) => name!,
  );
  seen.set(path, names);
  for (const name of names) {
    if (name.startsWith('.')) await importedBy(resolve(dirname(path), name), seen);
    else if (name.startsWith('@atelier/'))
      await importedBy(join(packages, name.slice(9), 'src', 'index.ts'), seen);
    else if (name === '#inflate') await importedBy(join(packages, 'idx', 'src', 'inflate-web.ts'), seen);
  }
  return seen;
}

test('the browser entry imports nothing of Node', async () => {
  const modules = await importedBy(join(packages, 'datasets', 'src', 'browser.ts'));
  expect(modules.size).toBeGreaterThan(10);
  expect(Array.from(modules.keys())).toContain(join(packages, 'idx', 'src', 'inflate-web.ts'));
  for (const [path, names] of modules) {
    for (const name of names)
      expect(`${path} ${name}`).toMatch(/ (\.\.?\/|@atelier\/|#inflate$|fastest-levenshtein$)/);
  }
});

test('outside of Node, idx inflates with what the web platform has', async () => {
  const { imports }: { imports: unknown } = JSON.parse(
    await readFile(join(packages, 'idx', 'package.json'), 'utf8'),
  );
  expect(imports).toMatchObject({
    '#inflate': {
      '@atelier/source': { node: './src/inflate-node.ts', default: './src/inflate-web.ts' },
      node: { default: './dist/inflate-node.js' },
      default: { default: './dist/inflate-web.js' },
    },
  });
});
