import { checkArray, checkOptions } from '@atelier/checks';
import type { FigureText, ImageFigure, Tile } from '../figure.ts';
import { formatPercent } from '../format.ts';
import { countImages, type Images, pictureAt } from '../picture.ts';
import { checkNames, checkTexts, textOptions } from './check-figure.ts';

/** What is known about one image of the grid. */
export interface ImageCaption {
  /** Index of the right class. */
  readonly label?: number | undefined;
  /** Index of the predicted class. */
  readonly predicted?: number | undefined;
  /** The predicted class's probability, 0 to 1. */
  readonly probability?: number | undefined;
}

/** Options of `imageGrid`. */
export interface ImageGridOptions extends Partial<FigureText> {
  readonly images: Images;
  readonly classNames: readonly string[];
  /** One per image. */
  readonly captions: readonly ImageCaption[];
  readonly columns?: number | undefined;
}

const known: Readonly<Record<keyof ImageGridOptions, true>> = {
  ...textOptions,
  images: true,
  classNames: true,
  captions: true,
  columns: true,
};

/**
 * Images with their labels, predictions and probabilities; a wrong prediction has a cross, a dashed frame and
 * the right class beside it.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError without images, or when captions don't match them
 */
export function imageGrid(options: ImageGridOptions): ImageFigure {
  checkOptions('imageGrid', options, known);
  checkTexts(options);
  const { images, classNames, captions, columns, ...text } = options;
  checkNames('classNames', classNames);
  checkArray('captions', captions, 'captions');
  const count = countImages(images);
  if (count === 0) throw new RangeError('image grid: there are no images');
  if (captions.length !== count)
    throw new RangeError(`image grid: ${captions.length} captions for ${count} images`);
  const nameOf = (index: number): string => classNames[index] ?? `class ${index}`;
  const tiles = captions.map((caption, index): Tile => {
    const picture = pictureAt(images, index);
    const { label, predicted, probability } = caption;
    if (predicted === undefined) return { picture, lines: label === undefined ? [] : [nameOf(label)] };
    const lines = [nameOf(predicted)];
    if (label !== undefined && label !== predicted) lines.push(`is ${nameOf(label)}`);
    if (probability !== undefined) lines.push(formatPercent(probability));
    return {
      picture,
      lines,
      verdict: label === undefined ? undefined : label === predicted ? 'right' : 'wrong',
    };
  });
  return { kind: 'images', title: 'Images', ...text, tiles, columns };
}
