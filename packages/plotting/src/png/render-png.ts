import { fileURLToPath } from 'node:url';
import type { Figure } from '../figure.ts';
import { renderSvg, type RenderSvgOptions } from '../svg/render-svg.ts';

export interface RenderPngOptions extends Omit<RenderSvgOptions, 'theme'> {
  /** Default `light`. */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Pixels of the file for each pixel of the figure. Default 2. */
  readonly scale?: number | undefined;
}

const fonts = ['Inter-Regular', 'Inter-SemiBold'].map((name) =>
  fileURLToPath(new URL(`../../fonts/${name}.ttf`, import.meta.url)),
);

/** A figure as a PNG file. Text is set in the font that comes with this package. */
export async function renderPng(figure: Figure, options: RenderPngOptions = {}): Promise<Uint8Array> {
  const { theme = 'light', scale = 2, width } = options;
  if (!(scale > 0 && Number.isFinite(scale)))
    throw new RangeError(`scale ${scale}; it must be a positive number`);
  const [svg, { Resvg }] = await Promise.all([
    renderSvg(figure, { theme, width }),
    import('@resvg/resvg-js'),
  ]);
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  });
  return image.render().asPng();
}
