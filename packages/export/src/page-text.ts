import { classifierScript } from './classifier-script.ts';
import { ExportError } from './error.ts';
import { describeTraining, type ExportedModel, pictureShape } from './exported-model.ts';
import type { WeightFormat } from './runtime/classifier-data.ts';

/** What this package's build bundles for pages: `page.js` and `page.css`. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/**
 * An HTML page that opens offline.
 *
 * @throws ExportError when the format cannot hold the model
 */
export async function pageText(
  model: ExportedModel,
  { script, style }: PageParts,
  weights: WeightFormat = 'float32',
): Promise<string> {
  const shape = pictureShape(model);
  if (shape[2] !== 1 && shape[2] !== 3) {
    throw new ExportError(`A page takes pictures of 1 channel or 3; this model takes ${shape.join(' x ')}`);
  }
  const { code: made, names } = classifierScript(model, script, weights, ['showPage']);
  const code = `${made}if (globalThis.document) ${names.join()}(classifier);
`;
  const policy = [
    `default-src 'none'`,
    `script-src '${await hashOf(code)}'`,
    `style-src '${await hashOf(style)}'`,
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

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without what could turn the rest of a line around. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
