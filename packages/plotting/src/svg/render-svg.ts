import type { Figure } from '../figure.ts';
import { checkDrawing, type RenderSvgOptions } from './check-drawing.ts';

/**
 * A figure as an SVG document: no style sheet, no script, nothing from elsewhere. The same figure gives the same bytes; pictures in
 * it are packed by Node's zlib, and may be other bytes of the same pixels with another version. What draws it is loaded at the first call.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a width under 240
 */
export async function renderSvg(figure: Figure, options: RenderSvgOptions = {}): Promise<string> {
  checkDrawing(figure, options);
  const { drawSvg } = await import('../drawing.ts');
  return drawSvg(figure, options);
}
