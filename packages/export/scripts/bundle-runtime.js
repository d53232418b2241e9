// @ts-check
// Bundles the code that exported modules and pages contain: minified, without imports.
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');
const outDir = join(root, 'dist/bundled');

for (const [name, entry, extend] of /** @type {const} */ ([
  ['atelier', 'dist/runtime/create-classifier.js', 'classifier.js'],
  ['atelier', 'dist/page/main.js', 'page.js'],
])) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      lib: { entry: join(root, entry), name, formats: ['iife'], fileName: () => extend },
    },
  });
}
cpSync(join(root, 'src/page/page.css'), join(outDir, 'page.css'));
