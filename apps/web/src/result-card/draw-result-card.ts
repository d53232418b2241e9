import { indexOfLargest } from '../components/probability-list.tsx';
import { picture } from '../image/picture.ts';
import { className, percent, t } from '../i18n/language.ts';
import type { FirstLayer } from '../messages.ts';
import { validatedOn } from '../state/runs.ts';
import { isBlank } from '../state/own-picture.ts';
import type { State } from '../state/state.ts';

const [width, height] = [1200, 630] as const;
const margin = 60;
const colours = { ground: '#f6f5f1', ink: '#1c2024', muted: '#565d66', accent: '#0064a8' } as const;
const family = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
/** Of the pictures of the first layer. */
const grid = { columns: 5, rows: 2, side: 92, gap: 10 } as const;
/** Of the picture on the pad. */
const ownSide = 150;

/**
 * The shown run as a picture to share: its test accuracy, what its first layer looks for, and what it says of the picture on the pad.
 *
 * @param link repeats the run, if one does; only its host and settings are shown
 */
export async function drawResultCard(state: State, link: string | undefined): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures');
  const write = (text: string, x: number, y: number, size: number, colour: string, weight = 400): void => {
    context.font = `${weight} ${size}px ${family}`;
    context.fillStyle = colour;
    context.fillText(text, x, y, width - x - margin);
  };
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const run = state.run.value;
  const tested = state.result.value?.accuracy;
  const accuracy = tested ?? run?.history.at(-1)?.valAccuracy;
  write('Atelier', margin, 90, 36, colours.ink, 700);
  write(run?.name.replace(/^\d+ /, '') ?? '', margin, 134, 26, colours.muted);
  if (accuracy !== undefined) {
    write(percent(accuracy), margin, 270, 120, colours.accent, 700);
    const on = tested === undefined && run ? validatedOn(run) : 'test';
    write(t.value.stats.valAccuracy[on], margin, 318, 28, colours.muted);
  }
  const layer = state.firstLayer.value;
  if (layer) drawLayer(context, layer);
  drawOwn(context, state, write);
  if (link !== undefined) {
    const { host, search } = new URL(link);
    const said = `${host}${decodeURIComponent(search).replaceAll('+', ' ')}`;
    write(said, margin, height - 36, 20, colours.muted);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The first templates, units or filters, at the right. */
function drawLayer(context: OffscreenCanvasRenderingContext2D, layer: FirstLayer): void {
  const { columns, rows, side, gap } = grid;
  const left = width - margin - columns * (side + gap) + gap;
  const size = layer.height * layer.width * 4;
  for (let unit = 0; unit < Math.min(layer.shownUnits, columns * rows); unit++) {
    const pixels = layer.pictures.slice(unit * size, (unit + 1) * size);
    const x = left + (unit % columns) * (side + gap);
    const y = 70 + Math.floor(unit / columns) * (side + gap);
    context.fillStyle = 'white';
    context.fillRect(x, y, side, side);
    context.drawImage(picture(new ImageData(pixels, layer.width, layer.height)), x, y, side, side);
  }
}

/** The picture on the pad, and the answer about it. */
function drawOwn(
  context: OffscreenCanvasRenderingContext2D,
  state: State,
  write: (text: string, x: number, y: number, size: number, colour: string, weight?: number) => void,
): void {
  const own = state.own.value;
  const answer = state.answer.value;
  const got = answer?.placed ?? own.ready;
  if (isBlank(own) || !answer || !got) return;
  const top = 380;
  context.fillStyle = 'white';
  context.fillRect(margin, top, ownSide, ownSide);
  context.drawImage(picture(got), margin, top, ownSide, ownSide);
  const best = indexOfLargest(answer.probabilities);
  const names = state.classNames.value;
  write(className(names, best), margin + ownSide + 30, top + 70, 44, colours.ink, 600);
  write(percent(answer.probabilities[best] ?? 0), margin + ownSide + 30, top + 120, 32, colours.accent);
}
