import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { bundledScript } from './bundled-script.ts';
import { classifierText } from './classifier-data.ts';
import { ExportError } from './error.ts';
import type { ExportFormat } from './export-format.ts';
import { describeTraining, type ExportedModel, pictureShape } from './exported-model.ts';
import type { WeightFormat } from './runtime/classifier-data.ts';

/** One HTML file that opens offline: draw, drop a picture or use the camera, and see the probabilities. */
export const page: ExportFormat = {
  name: 'page',
  summary: 'one HTML file that opens offline: draw, drop or use the camera, see the probabilities',
  ending: '.html',
  takes: ['weights'],

  async write(model, fileName, { weights = 'float32' }) {
    const shape = pictureShape(model);
    if (shape[2] !== 1 && shape[2] !== 3) {
      throw new ExportError(`A page takes pictures of 1 channel or 3; this model takes ${shape.join(' x ')}`);
    }
    return { [fileName]: html(model, script(model, weights)) };
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

function script(model: ExportedModel, weights: WeightFormat): string {
  return `${bundledScript('page.js')}
const classifier = atelier.createClassifier(${classifierText(model, weights)});
if (globalThis.document) atelier.showPage(classifier);
`;
}

function html(model: ExportedModel, code: string): string {
  const style = bundledScript('page.css');
  const policy = [
    `default-src 'none'`,
    `script-src '${hashOf(code)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src blob: data:',
    'media-src blob: mediastream:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const title = escaped(model.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${escaped(describeTraining(model))}. Everything is computed in this page; no picture leaves it.</p>
<main>
<section aria-label="Picture">
<canvas id="drawing" width="280" height="280" role="img" aria-label="Draw here, or drop a picture"></canvas>
<p class="tools"><button id="clear" type="button">Clear</button><button id="camera" type="button">Use the camera</button><input id="file" type="file" accept="image/*" aria-label="Choose a picture"></p>
<p id="message" role="status"></p>
</section>
<section aria-label="Probabilities"><ol id="classes"></ol></section>
</main>
<script>${code}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
