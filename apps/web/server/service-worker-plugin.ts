import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Adds the service worker to a build, with the names of all files that the page is made of. */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    // After the worker's own build has added its files.
    enforce: 'post',
    async generateBundle(_, bundle) {
      const source = await readFile(join(import.meta.dirname, 'service-worker.js'), 'utf8');
      const files = [
        './',
        './icon.svg',
        ...Object.keys(bundle).filter((name) => name.startsWith('assets/')),
      ].toSorted();
      const hash = createHash('sha256').update(JSON.stringify(files));
      const page = bundle['index.html'];
      if (page?.type === 'asset') hash.update(page.source);
      const version = hash.digest('hex').slice(0, 16);
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: `const files = ${JSON.stringify(files)};\nconst version = ${JSON.stringify(version)};\n${source}`,
      });
    },
  };
}
