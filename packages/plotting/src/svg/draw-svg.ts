import { createDocument } from '#document';
import type { Figure } from '../figure.ts';
import type { RenderSvgOptions } from './check-drawing.ts';
import { draw } from './draw.ts';
import { palettes } from './theme.ts';

/** What `renderSvg` gives, for a figure and options that are checked. */
export async function drawSvg(figure: Figure, { theme = 'light', width }: RenderSvgOptions): Promise<string> {
  return draw(figure, { document: await createDocument(), palette: palettes[theme], width });
}
