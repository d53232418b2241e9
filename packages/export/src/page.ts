import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { bundledScript } from './bundled-script.ts';
import { ExportError } from './error.ts';
import type { ExportFormat } from './export-format.ts';
import { pageText } from './page-text.ts';

/** One HTML file that opens offline: draw, drop a picture or use the camera, and see the probabilities. */
export const page: ExportFormat = {
  name: 'page',
  summary: 'one HTML file that opens offline: draw, drop or use the camera, see the probabilities',
  ending: '.html',
  takes: ['weights'],

  async write(model, fileName, { weights }) {
    const parts = { script: bundledScript('page.js'), style: bundledScript('page.css') };
    return { [fileName]: await pageText(model, parts, weights) };
  },

  async open(path) {
    const [, code] = /<script>([\s\S]*?)<\/script>/.exec(await readFile(path, 'utf8')) ?? [];
    if (code === undefined) throw new ExportError(`${path} has no script`);
    // Without a document, the script makes the classifier and shows nothing.
    const context = createContext({ atob });
    runInContext(code, context);
    const run: (pixels: Uint8Array) => Float32Array = runInContext('classifier.run', context);
    return (pixels) => Float32Array.from(run(pixels));
  },
};
