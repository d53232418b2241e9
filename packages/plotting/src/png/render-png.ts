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
import { pngFile, pngRows } from './encode-png.ts';

/** Options of `renderPng`. */
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
 * `fontFiles` or from the machine's fonts, and otherwise are drawn as boxes.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a width under 240, or a scale that is not above 0
 * @throws Error naming a font that can't be read
 */
export async function renderPng(figure: Figure, options: RenderPngOptions = {}): Promise<Uint8Array> {
  return (await renderSvgAndPng(figure, options)).png;
}

/** A figure as an SVG document and as a PNG file: what `renderSvg` and `renderPng` give, drawn once. */
export async function renderSvgAndPng(
  figure: Figure,
  options: RenderPngOptions = {},
): Promise<{ readonly svg: string; readonly png: Uint8Array }> {
  checkOptions('renderPng', options, { theme: true, width: true, scale: true, fontFiles: true });
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
    // Behind the edge, too, where the scale leaves parts of pixels: what is opaque needs no division by its alpha.
    background: palettes[theme].surface,
    font: {
      fontFiles: files,
      loadSystemFonts: uncovered.test(svg),
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
  });
  const picture = { width: columns, height, channels: 4, pixels } as const;
  return { svg, png: pngFile(picture, await promisify(deflate)(pngRows(picture))) };
}

/** A missing font would silently leave the picture without text. */
function checkFont(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw new Error(`font ${path} can't be read; without it the picture would have no text`, { cause });
  }
}
