// For bundlers that leave out files which code names by address: puts them beside the page.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function copyFiles(dist) {
  const modules = join(import.meta.dirname, 'node_modules');
  cpSync(join(modules, '@atelier/simd/dist'), join(dist, 'simd'), { recursive: true, dereference: true });
  const name = 'tfjs-backend-wasm-simd.wasm';
  cpSync(join(modules, '@tensorflow/tfjs-backend-wasm/dist', name), join(dist, 'tfjs', name));
  writeFileSync(join(dist, 'index.html'), '<!doctype html><script type="module" src="entry.js"></script>');
}
