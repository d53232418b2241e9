import type { Palette } from './theme.ts';
import { fitText, textWidth, wrapText } from './text-width.ts';

/** The context of a drawing. */
export interface Canvas {
  readonly document: Document;
  readonly palette: Palette;
  /** Pixels. */
  readonly width: number;
}

/** Inter is what `renderPng` uses; a browser without it falls back to the system's sans serif. */
const FONT_FAMILY = 'Inter, system-ui, sans-serif';
const TITLE_SIZE = 16;
export const TEXT_SIZE = 12;
export const MARGIN = 16;

/** Edges of the part of a figure that holds the data, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A new SVG element; a string becomes its text. */
export function element(
  { document }: Canvas,
  name: string,
  attributes: Attributes,
  content?: string | readonly Element[],
): Element {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(key, String(value));
  }
  if (typeof content === 'string') node.append(document.createTextNode(content));
  else if (content !== undefined) node.append(...content);
  return node;
}

export interface Header {
  /** Where the drawing below it may start. */
  readonly bottom: number;
  readonly elements: readonly Element[];
}

/** Title and subtitle, at the top left. */
export function header(
  canvas: Canvas,
  { title, subtitle }: { title: string; subtitle?: string | undefined },
): Header {
  const room = canvas.width - 2 * MARGIN;
  const elements: Element[] = [];
  let y = MARGIN;
  for (const line of wrapText(title, room, TITLE_SIZE, { weight: 600 })) {
    y += TITLE_SIZE;
    elements.push(
      element(
        canvas,
        'text',
        { x: MARGIN, y, 'font-size': TITLE_SIZE, 'font-weight': 600, fill: canvas.palette.ink },
        line,
      ),
    );
    y += 4;
  }
  if (subtitle !== undefined && subtitle !== '') {
    for (const line of wrapText(subtitle, room, TEXT_SIZE)) {
      y += TEXT_SIZE + 2;
      elements.push(element(canvas, 'text', { x: MARGIN, y, fill: canvas.palette.muted }, line));
      y += 2;
    }
  }
  return { bottom: y + 8, elements };
}

/** What Plot drew, without its frame: the text of its marks is centred unless they say otherwise. */
export function plotGroup(canvas: Canvas, plot: Element): Element {
  return element(canvas, 'g', { 'text-anchor': 'middle' }, [...plot.children]);
}

/** A picture's root element, with its text for screen readers. */
export function frame(
  canvas: Canvas,
  {
    height,
    title,
    description,
    content,
  }: { height: number; title: string; description: string; content: readonly Element[] },
): Element {
  const { width, palette } = canvas;
  const children = [element(canvas, 'title', {}, title), element(canvas, 'desc', {}, description)];
  if (palette.surface !== 'none') {
    children.push(element(canvas, 'rect', { width, height, fill: palette.surface }));
  }
  return element(
    canvas,
    'svg',
    {
      role: 'img',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': FONT_FAMILY,
      'font-size': TEXT_SIZE,
      fill: palette.ink,
    },
    [...children, ...content],
  );
}

/** One entry of a legend: how the mark looks and what it means. */
export interface LegendEntry {
  readonly label: string;
  readonly swatch: (x: number, y: number) => readonly Element[];
}

/** Entries in rows from the left, wrapped at the width. */
export function legend(canvas: Canvas, entries: readonly LegendEntry[], top: number): Header {
  const swatchWidth = 22;
  const elements: Element[] = [];
  let x = MARGIN;
  let y = top + TEXT_SIZE / 2;
  for (const { label, swatch } of entries) {
    const text = fitText(label, canvas.width - 2 * MARGIN - swatchWidth, TEXT_SIZE);
    const width = swatchWidth + textWidth(text, TEXT_SIZE);
    if (x > MARGIN && x + width > canvas.width - MARGIN) {
      x = MARGIN;
      y += TEXT_SIZE + 8;
    }
    elements.push(...swatch(x, y));
    elements.push(
      element(canvas, 'text', { x: x + swatchWidth, y, dy: '0.35em', fill: canvas.palette.ink }, text),
    );
    x += width + 16;
  }
  return { bottom: entries.length === 0 ? top : y + TEXT_SIZE / 2 + 8, elements };
}
