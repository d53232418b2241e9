import { describeImages } from '../describe.ts';
import type { ImageFigure, Tile } from '../figure.ts';
import { pngDataUri } from '../png/encode-png.ts';
import { type Canvas, element, frame, header, MARGIN, TEXT_SIZE } from './canvas.ts';
import { diverging } from './diverging.ts';
import { fitText, textWidth } from './text-width.ts';

const TILE = 84;
const GAP = 16;
const CAPTION_SIZE = 11;
const LINE = 14;

/** Pictures in rows, each with its caption. */
export function drawImages(canvas: Canvas, figure: ImageFigure): Element {
  const { tiles } = figure;
  const top = header(canvas, figure);
  const largest = Math.max(...tiles.map(({ picture }) => picture.width), 1);
  // Whole multiples of small pictures keep every pixel the same size.
  const scale = largest <= TILE ? Math.floor(TILE / largest) : TILE / largest;
  const tileWidth = Math.max(largest * scale, TILE);
  const room = canvas.width - 2 * MARGIN;
  const fitting = Math.max(1, Math.floor((room + GAP) / (tileWidth + GAP)));
  const columns = Math.max(1, Math.min(figure.columns ?? fitting, fitting, tiles.length));
  const pictureHeight = Math.max(...tiles.map(({ picture }) => picture.height * scale), 1);
  const lines = Math.max(...tiles.map((tile) => tile.lines.length), 0);
  const rowHeight = pictureHeight + 6 + lines * LINE + GAP;
  const gap = columns === fitting && columns > 1 ? (room - columns * tileWidth) / (columns - 1) : GAP;
  const content = [...top.elements];
  tiles.forEach((tile, index) => {
    const x = MARGIN + (index % columns) * (tileWidth + Math.min(gap, 2 * GAP));
    const y = top.bottom + 4 + Math.floor(index / columns) * rowHeight;
    content.push(...drawTile(canvas, tile, { x, y, scale, width: tileWidth, height: pictureHeight }));
  });
  let bottom = top.bottom + 4 + Math.ceil(tiles.length / columns) * rowHeight;
  if (figure.colourBar !== undefined) {
    content.push(...drawColourBar(canvas, figure.colourBar, bottom));
    bottom += 34;
  }
  const height = Math.ceil(bottom + 4);
  return frame(canvas, {
    height,
    title: figure.title,
    description: figure.description ?? describeImages(figure),
    content,
  });
}

function drawTile(
  canvas: Canvas,
  { picture, lines, verdict }: Tile,
  { x, y, scale, width, height }: { x: number; y: number; scale: number; width: number; height: number },
): Element[] {
  const { palette } = canvas;
  const size = { width: picture.width * scale, height: picture.height * scale };
  const left = x;
  const topEdge = y + height - size.height;
  const wrong = verdict === 'wrong';
  const sign = verdict === undefined ? '' : wrong ? '✗ ' : '✓ ';
  const parts = [
    element(canvas, 'image', {
      x: left,
      y: topEdge,
      ...size,
      href: pngDataUri(picture),
      'image-rendering': 'pixelated',
    }),
    element(canvas, 'rect', {
      x: left - 1,
      y: topEdge - 1,
      width: size.width + 2,
      height: size.height + 2,
      fill: 'none',
      stroke: wrong ? palette.wrong : palette.grid,
      'stroke-width': wrong ? 2 : 1,
      'stroke-dasharray': wrong ? '5 3' : undefined,
    }),
  ];
  lines.forEach((line, index) => {
    const text = index === 0 ? `${sign}${line}` : line;
    const weight = index === 0 && verdict !== undefined ? 600 : 400;
    parts.push(
      element(
        canvas,
        'text',
        {
          x,
          y: y + height + 6 + LINE * index + CAPTION_SIZE,
          'font-size': CAPTION_SIZE,
          'font-weight': weight === 600 ? weight : undefined,
          fill: index === 0 && wrong ? palette.wrong : index === 0 ? palette.ink : palette.muted,
        },
        fitText(text, width, CAPTION_SIZE, weight),
      ),
    );
  });
  const caption = lines.join(', ');
  return [element(canvas, 'g', {}, [element(canvas, 'title', {}, caption), ...parts])];
}

function drawColourBar(
  canvas: Canvas,
  { low, middle, high }: NonNullable<ImageFigure['colourBar']>,
  top: number,
): Element[] {
  const steps = 21;
  const y = top + 4;
  const start = MARGIN + textWidth(low, TEXT_SIZE) + 8;
  const room = canvas.width - MARGIN - start - textWidth(high, TEXT_SIZE) - 8;
  const step = Math.min(8, Math.floor(room / steps));
  const text = (x: number, label: string, anchor: string): Element =>
    element(
      canvas,
      'text',
      { x, y: y + 6, dy: '0.35em', 'text-anchor': anchor, fill: canvas.palette.muted },
      label,
    );
  const boxes = Array.from({ length: steps }, (_, index) => {
    const value = (index - (steps - 1) / 2) / ((steps - 1) / 2);
    return element(canvas, 'rect', {
      x: start + index * step,
      y,
      width: step,
      height: 12,
      fill: diverging(value),
      'fill-opacity': Math.abs(value),
    });
  });
  const end = start + steps * step;
  return [
    ...boxes,
    element(canvas, 'rect', {
      x: start,
      y,
      width: steps * step,
      height: 12,
      fill: 'none',
      stroke: canvas.palette.grid,
    }),
    text(start - 8, low, 'end'),
    text(end + 8, high, 'start'),
    element(
      canvas,
      'text',
      { x: (start + end) / 2, y: y + 24, 'text-anchor': 'middle', fill: canvas.palette.muted },
      middle,
    ),
  ];
}
