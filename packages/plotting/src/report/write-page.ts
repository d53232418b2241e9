import type { Figure, ImageFigure, Tile } from '../figure.ts';
import { pngDataUri } from '../png/encode-png.ts';
import { shrinkPicture } from '../shrink-picture.ts';
import { escapeMarkup } from '../svg/serialize.ts';
import { checkDrawing, type RenderSvgOptions } from '../svg/check-drawing.ts';
import { drawSvg } from '../svg/draw-svg.ts';
import { pageStyle } from './page-style.ts';
import type {
  Block,
  FactsBlock,
  FiguresBlock,
  HeadlineBlock,
  Page,
  Section,
  TableBlock,
  TextBlock,
} from './page.ts';

/** Widths of figures: alone, sharing a row, and on a phone. */
const SINGLE = 640;
const SHARED = 472;
const NARROW = 372;
/** A confusion matrix that leaves room for a table beside it. */
const MATRIX = 560;
/** More classes than this can't be read on a phone: the matrix keeps its size and scrolls. */
const MOST_CLASSES = 12;
/** Pictures are shown 84 pixels wide: more than this would only make the file larger. */
const SHOWN_SIDE = 112;
/** Facts with more characters than this get their own row. */
const LONG_FACT = 24;

/** The page may use inline pictures and styles, but no scripts and no requests. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** What `htmlPage` gives. */
export async function writePage({ title, subtitle, language = 'en', sections }: Page): Promise<string> {
  const body: string[] = [];
  for (const section of sections) body.push(await sectionHtml(section));
  return `<!doctype html>
<html lang="${escapeMarkup(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<main>
<header>
<h1>${escapeMarkup(title)}</h1>
${subtitle === undefined ? '' : `<p>${escapeMarkup(subtitle)}</p>`}
</header>
${body.join('\n')}
</main>
</body>
</html>
`;
}

async function sectionHtml({ heading, blocks }: Section): Promise<string> {
  const inner = await blocksHtml(blocks);
  return `<section>\n${heading === undefined ? '' : `<h2>${escapeMarkup(heading)}</h2>\n`}<div class="blocks">\n${inner}\n</div>\n</section>`;
}

async function blocksHtml(blocks: readonly Block[]): Promise<string> {
  const parts: string[] = [];
  for (const block of blocks) parts.push(await blockHtml(block));
  return parts.join('\n');
}

async function blockHtml(block: Block): Promise<string> {
  if (block.kind === 'text') return textHtml(block);
  if (block.kind === 'headline') return headlineHtml(block);
  if (block.kind === 'figures') return figuresHtml(block);
  if (block.kind === 'facts') return factsHtml(block);
  if (block.kind === 'table') return tableHtml(block);
  const inner = await blocksHtml(block.blocks);
  return `<details><summary>${escapeMarkup(block.summary)}</summary>\n${inner}\n</details>`;
}

function textHtml({ text, notice }: TextBlock): string {
  return `<p${notice === true ? ' class="notice"' : ''}>${escapeMarkup(text)}</p>`;
}

async function figuresHtml({ figures }: FiguresBlock): Promise<string> {
  const width = figures.length > 1 ? SHARED : SINGLE;
  const parts: string[] = [];
  for (const figure of figures) parts.push(await figureHtml(figure, width));
  return `<div class="figures">\n${parts.join('\n')}\n</div>`;
}

function headlineHtml({ figures }: HeadlineBlock): string {
  const items = figures.map(
    ({ value, label }) => `<div><dt>${escapeMarkup(label)}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  return `<dl class="headline">${items.join('')}</dl>`;
}

/** Pictures flow with the page; other figures are drawn for a wide and for a narrow window. */
async function figureHtml(figure: Figure, width: number): Promise<string> {
  if (figure.kind === 'images') return picturesHtml(figure);
  if (figure.kind === 'confusion' && figure.classNames.length > MOST_CLASSES) {
    return `<figure class="large" role="region" tabindex="0" aria-label="${escapeMarkup(figure.title)}">${await drawn(figure, { theme: 'auto' })}</figure>`;
  }
  const wide = await drawn(figure, {
    theme: 'auto',
    width: figure.kind === 'confusion' ? MATRIX : width,
  });
  const narrow = await drawn(figure, { theme: 'auto', width: NARROW });
  return `<figure><div class="wide">${wide}</div><div class="narrow">${narrow}</div></figure>`;
}

async function drawn(figure: Figure, options: RenderSvgOptions): Promise<string> {
  checkDrawing(figure, options);
  return drawSvg(figure, options);
}

function picturesHtml({ title, subtitle, tiles, colourBar }: ImageFigure): string {
  const scale =
    colourBar === undefined
      ? ''
      : `<p class="scale">from ${colourBar.low} (blue) through ${colourBar.middle} (no colour) to ${colourBar.high} (orange)</p>`;
  return `<figure class="pictures"><figcaption><strong>${escapeMarkup(title)}</strong>${
    subtitle === undefined ? '' : `<span>${escapeMarkup(subtitle)}</span>`
  }</figcaption>\n<ul>\n${tiles.map(tileHtml).join('\n')}\n</ul>${scale}</figure>`;
}

function tileHtml({ picture, lines, verdict }: Tile): string {
  const sign = verdict === undefined ? '' : verdict === 'wrong' ? '✗ ' : '✓ ';
  const captions = lines.map((line, index) => {
    const text = escapeMarkup(line);
    return index === 0 && verdict !== undefined ? `<b>${sign}${text}</b>` : `<span>${text}</span>`;
  });
  // The caption says everything, so the picture has an empty `alt`.
  const shown = shrinkPicture(picture, SHOWN_SIDE);
  const { width, height } = shown;
  return `<li${verdict === 'wrong' ? ' class="wrong"' : ''}><img alt="" width="${width}" height="${height}" src="${pngDataUri(shown)}">${captions.join('')}</li>`;
}

function factsHtml({ title, facts }: FactsBlock): string {
  const heading = title === undefined ? '' : `<h3>${escapeMarkup(title)}</h3>\n`;
  const items = facts.map(
    ([name, value]) =>
      `<div${String(value).length > LONG_FACT ? ' class="long"' : ''}><dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(String(value))}</dd></div>`,
  );
  return `<div>${heading}<dl class="facts">\n${items.join('\n')}\n</dl></div>`;
}

function tableHtml({ caption, columns, rows }: TableBlock): string {
  const className = (index: number): string => (columns[index]?.numeric === true ? ' class="number"' : '');
  const head = columns.map(
    ({ label }, index) => `<th scope="col"${className(index)}>${escapeMarkup(label)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((value, index) => {
      const text = escapeMarkup(String(value));
      return index === 0
        ? `<th scope="row"${className(index)}>${text}</th>`
        : `<td${className(index)}>${text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  // Tables wider than the window scroll; with the keyboard too.
  return `<div class="table" role="region" tabindex="0" aria-label="${escapeMarkup(caption)}"><table><caption>${escapeMarkup(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}
