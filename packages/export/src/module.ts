import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { bundledScript } from './bundled-script.ts';
import { ExportError } from './error.ts';
import type { ExportFormat } from './export-format.ts';
import { moduleText } from './module-text.ts';

/** One ES module that needs no other: code, weights, `classify`. Its types are beside it. */
export const module: ExportFormat = {
  name: 'module',
  summary: 'one JavaScript module without dependencies, for Node, workers and pages',
  ending: '.js',
  takes: ['weights'],

  async write(model, fileName, { weights }) {
    const ending = extname(fileName);
    const types = { '.js': '.d.ts', '.mjs': '.d.mts' }[ending];
    if (types === undefined) throw new ExportError(`A module's name ends in .js or .mjs; found ${fileName}`);
    return {
      [fileName]: moduleText(model, bundledScript('classifier.js'), weights),
      [`${basename(fileName, ending)}${types}`]: declarations,
    };
  },

  async open(path) {
    // Where a package says that .js is CommonJS, Node would not take the file itself.
    const text = await readFile(path, 'base64');
    const exports: { run: (pixels: Uint8Array) => Float32Array } = await import(
      `data:text/javascript;base64,${text}`
    );
    return exports.run;
  },
};

const declarations = `/** One class of a prediction. */
export interface Classified {
  readonly className: string;
  /** From 0 to 1. */
  readonly probability: number;
}

/** A picture as in canvases: RGBA bytes, row by row. An \`ImageData\` is one. */
export interface Picture {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** An \`HTMLCanvasElement\` or \`OffscreenCanvas\`. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): { getImageData(x: number, y: number, width: number, height: number): Picture } | null;
}

/** In the order of the model's outputs. */
export declare const classNames: readonly string[];

/** Of the raw pixels. */
export declare const inputShape: readonly [height: number, width: number, channels: number];

/**
 * The probabilities of all classes, the most probable first.
 *
 * @param input a picture of any size (some hundred pixels a side are enough), which is placed as the training pictures lie; or raw pixels 0-255 of the size \`inputShape\`,
 *   row by row, channels last, which are taken as they are
 * @throws RangeError for raw pixels of another size
 * @throws TypeError for anything else
 */
export declare function classify(input: Picture | Canvas | Uint8Array | Uint8ClampedArray): Classified[];

/** What the model gives for raw pixels: one number per output, in the order of \`classNames\`. */
export declare function run(pixels: Uint8Array | Uint8ClampedArray): Float32Array;
`;
