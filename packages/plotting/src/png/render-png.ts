import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { checkArray, checkOptions, found } from '@atelier/checks';
import { renderAsync } from '@resvg/resvg-js';
import type { Figure } from '../figure.ts';
import type { RenderSvgOptions } from '../svg/check-drawing.ts';
import { renderSvg } from '../svg/render-svg.ts';
import { palettes } from '../svg/theme.ts';
import { pngFile } from './encode-png.ts';

/** Options of `renderPng` and `renderSvgAndPng`. */
export interface RenderPngOptions extends Omit<RenderSvgOptions, 'theme'> {
  /** Default `light`. */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Pixels of the file for each pixel of the figure. Default 2. */
  readonly scale?: number | undefined;
  /** Paths of further TTF or OTF files, for letters that the font of this package lacks. */
  readonly fontFiles?: readonly string[] | undefined;
}

const fonts = ['Inter-Regular', 'Inter-SemiBold'].map((name) =>
  fileURLToPath(new URL(`../../fonts/${name}.ttf`, import.meta.url)),
);

/** Characters in this package's font: Latin, Greek, Cyrillic, Vietnamese, and the usual signs. */
const uncovered =
  /[^\n\u0020-\u007E\u00A0-\u017F\u0370-\u03FF\u0400-\u045F\u1E00-\u1EF9\u2010-\u203A\u2190-\u2199\u2202-\u2265\u25A0-\u25CF\u2713\u2717]/u;

/**
 * A figure as a PNG file. Text is set in the font that comes with this package; letters that it lacks come from
 * `fontFiles` or from the machine's fonts, and otherwise are drawn as boxes. The same figure gives the same pixels; Node's zlib
 * packs them, into bytes that may be others with another version.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a width under 240, or a scale that is not above 0
 * @throws Error naming a font that can't be read
 */
export async function renderPng(figure: Figure, options: RenderPngOptions = {}): Promise<Uint8Array> {
  return (await render('renderPng', figure, options)).png;
}

/** A figure as an SVG document and as a PNG file. */
interface SvgAndPng {
  readonly svg: string;
  readonly png: Uint8Array;
}

/** A figure as an SVG document and as a PNG file: what `renderSvg` and `renderPng` give, drawn once. */
export async function renderSvgAndPng(figure: Figure, options: RenderPngOptions = {}): Promise<SvgAndPng> {
  return render('renderSvgAndPng', figure, options);
}

/** @param name of the function, for messages */
async function render(name: string, figure: Figure, options: RenderPngOptions): Promise<SvgAndPng> {
  checkOptions(name, options, { theme: true, width: true, scale: true, fontFiles: true });
  const { theme = 'light', scale = 2, width, fontFiles = [] } = options;
  if (!(typeof scale === 'number' && scale > 0 && Number.isFinite(scale)))
    throw new RangeError(`scale ${found(scale)}; it must be a positive number`);
  checkArray('fontFiles', fontFiles, 'paths');
  const files = [...fonts, ...fontFiles];
  files.forEach(checkFont);
  const svg = await renderSvg(figure, { theme, width });
  // resvg knows the name of SVG 1.1 for hard pixels, browsers the one of CSS.
  const known = svg.replaceAll('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"');
  // Drawn and packed on threads of their own, so that several figures take the time of one where there are cores for them.
  const {
    width: columns,
    height,
    pixels,
  } = await renderAsync(known, {
    fitTo: { mode: 'zoom', value: scale },
    // Behind the edge, too, where the scale leaves parts of pixels: then all are opaque.
    background: palettes[theme].surface,
    font: {
      fontFiles: files,
      loadSystemFonts: uncovered.test(svg),
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
  });
  const rows = opaqueRows(pixels, columns, height);
  const packed = await promisify(deflate)(rows);
  return { svg, png: pngFile({ width: columns, height, channels: 3 }, packed) };
}

/**
 * The rows of a PNG file without alpha, in the memory of the pixels: a few megabytes that are not taken again for each figure.
 *
 * @param pixels RGBA, `[height, width, 4]`, which are overwritten
 */
function opaqueRows(pixels: Uint8Array, width: number, height: number): Uint8Array {
  for (let row = 0, from = 0, to = 0; row < height; row++) {
    const start = to++;
    for (let column = 0; column < width; column++, from += 4, to += 3) {
      const red = pixels[from]!;
      const green = pixels[from + 1]!;
      const blue = pixels[from + 2]!;
      pixels[to] = red;
      pixels[to + 1] = green;
      pixels[to + 2] = blue;
    }
    // The row's filter: none.
    pixels[start] = 0;
  }
  return pixels.subarray(0, height * (3 * width + 1));
}

/** A missing font would silently leave the picture without text. */
function checkFont(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw new Error(`font ${path} can't be read; without it the picture would have no text`, { cause });
  }
}
