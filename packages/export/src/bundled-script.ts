import { readFileSync } from 'node:fs';

/** The code of `src/runtime/` or `src/page/`, bundled and minified by the package's build: valid from src and dist alike. */
export function bundledScript(name: 'classifier.js' | 'page.js' | 'page.css'): string {
  return readFileSync(new URL(`../dist/bundled/${name}`, import.meta.url), 'utf8').trim();
}
