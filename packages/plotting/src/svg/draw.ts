import type { Figure } from '../figure.ts';
import type { Canvas } from './canvas.ts';
import { drawBars } from './draw-bars.ts';
import { confusionWidth, drawConfusion } from './draw-confusion.ts';
import { drawImages } from './draw-images.ts';
import { drawLine } from './draw-line.ts';
import { serialize } from './serialize.ts';

const DEFAULT_WIDTH = 640;

/** The figure as SVG text. */
export function draw(
  figure: Figure,
  canvas: Omit<Canvas, 'width'> & { readonly width: number | undefined },
): string {
  const width = canvas.width ?? (figure.kind === 'confusion' ? confusionWidth(figure) : DEFAULT_WIDTH);
  return serialize(drawKind(figure, { ...canvas, width }));
}

function drawKind(figure: Figure, canvas: Canvas): Element {
  if (figure.kind === 'line') return drawLine(canvas, figure);
  if (figure.kind === 'bars') return drawBars(canvas, figure);
  if (figure.kind === 'confusion') return drawConfusion(canvas, figure);
  return drawImages(canvas, figure);
}
