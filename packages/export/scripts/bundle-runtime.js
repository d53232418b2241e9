// @ts-check
// Bundles the code of exported modules and pages: minified, without imports, in pieces of which an export contains those that it needs.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { splitScript } from './split-script.js';

/** Long names of properties that are neither in a classifier's data nor seen by who uses it, nor those of built-in objects. */
const internal =
  /^(blank|bottom|cluttered|difference|first|inverted|left|mass[XY]?|moment[XY]|moved|noise|object|planes|right|shares|strengthened|top|whole)$/;

const root = resolve(import.meta.dirname, '..');
const outDir = join(root, 'dist/bundled');
mkdirSync(outDir, { recursive: true });
writeFileSync(join(outDir, 'classifier.js'), splitScript(await bundle('dist/runtime/pieces.js'), internal));
// The page has names of the browser: `left` of a box.
writeFileSync(join(outDir, 'page.js'), splitScript(await bundle('dist/page/main.js')));
cpSync(join(root, 'src/page/page.css'), join(outDir, 'page.css'));

/** @param {string} entry */
async function bundle(entry) {
  const [{ output }] = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: join(root, entry), formats: ['es'], fileName: 'script' },
    },
  });
  return output[0].code;
}
