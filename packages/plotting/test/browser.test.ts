import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';

/** What a page that imports this package loads: chunks with their modules and sizes in gzipped bytes. */
async function bundle(): Promise<{ name: string; entry: boolean; modules: string[]; bytes: number }[]> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@atelier/source', 'browser', 'module', 'import'] },
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
        preserveEntrySignatures: 'strict',
      },
    },
  });
  const [built] = Array.isArray(output) ? output : [output];
  if (built === undefined || !('output' in built)) throw new Error('vite gave no bundle');
  return built.output
    .filter((chunk) => chunk.type === 'chunk')
    .map(({ fileName, isEntry, moduleIds, code }) => ({
      name: fileName,
      entry: isEntry,
      modules: moduleIds,
      bytes: gzipSync(code).length,
    }));
}

test('a browser gets neither linkedom nor resvg, and Plot only when it draws', async () => {
  const chunks = await bundle();
  const modules = chunks.flatMap((chunk) => chunk.modules);
  expect(modules.filter((name) => /linkedom|resvg|node:|document\.ts$/.test(name))).toEqual([]);
  expect(modules.some((name) => name.endsWith('document.browser.ts'))).toBe(true);
  const entries = chunks.filter(({ entry }) => entry);
  expect(entries.flatMap((chunk) => chunk.modules).filter((name) => /d3|plot\/src/.test(name))).toEqual([]);
  // Descriptions and terminal text without what draws (10.5 kB), and everything (116 kB, most of it Plot).
  expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(12_000);
  expect(chunks.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(117_000);
});
