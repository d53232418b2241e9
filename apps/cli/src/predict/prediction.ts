import type { TerminalPicture } from '../terminal/picture.ts';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';

/** The prediction for one image: of the test set (`index`, `label`), or of a file. */
export interface Prediction {
  readonly index?: number;
  readonly file?: string;
  /** What was done to the picture. */
  readonly notes?: readonly string[];
  /** See `placePicture`. */
  readonly strangeness?: number;
  readonly label?: number;
  readonly labelName?: string;
  readonly predicted: number;
  readonly className: string;
  /** One per class. */
  readonly probabilities: readonly number[];
}

/** A class with its probability. */
export interface Candidate {
  readonly className: string;
  readonly probability: number;
}

/** Of more classes, only the likeliest are shown if nothing else is asked for. */
const mostClasses = 20;
const shownOfMany = 5;

/** The likeliest classes, the likeliest first. */
export function likeliest(
  probabilities: readonly number[],
  classNames: readonly string[],
  most: number,
): Candidate[] {
  return probabilities
    .map((probability, index) => ({ className: classNames[index] ?? String(index), probability }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, most);
}

/** What was predicted for, in a table: a file as it was typed. */
export function subjectOf({ index, file = '' }: Pick<Prediction, 'index' | 'file'>): string {
  return index === undefined ? file : `Test image ${index}`;
}

/** The same in a line of text, which a file's name does not break. */
export function subjectText(subject: Pick<Prediction, 'index' | 'file'>): string {
  return nameText(subjectOf(subject), Infinity);
}

/** A prediction for people, with a bar per class. */
export function describePrediction(
  prediction: Prediction,
  classNames: readonly string[],
  top: number | undefined,
): string {
  const { notes = [], label, labelName, predicted, className, probabilities } = prediction;
  const expected = label === undefined ? '' : `, label ${label} ${nameText(labelName ?? '')}`;
  const inOrder = probabilities.map((probability, index) => ({
    className: classNames[index] ?? String(index),
    probability,
  }));
  const many = classNames.length > mostClasses ? shownOfMany : undefined;
  const most = top ?? many;
  const shown = most === undefined ? inOrder : likeliest(probabilities, classNames, most);
  const names = shown.map((each) => nameText(each.className));
  const width = names.reduce((widest, name) => Math.max(widest, columnsOf(name)), 0);
  const bars = shown.map(({ probability }, at) => {
    const bar = '█'.repeat(Math.round(30 * probability));
    return `  ${padColumns(names[at] ?? '', width)} ${probability.toFixed(4)} ${bar}`.trimEnd();
  });
  return [
    `${subjectText(prediction)}: predicted ${predicted} ${nameText(className)}${expected}`,
    ...notes.map((note) => `  (${note})`),
    ...bars,
    '',
  ].join('\n');
}

/** The warning for a picture unlike those trained on; `undefined` for one like them. */
export function strangerWarning({ strangeness, ...subject }: Prediction): string | undefined {
  if (strangeness === undefined || !(strangeness > 1)) return undefined;
  return `${subjectText(subject)}: unlike the training pictures, ${strangeness.toFixed(1)} times as far from them as 994 of 1,000 of them are; its prediction says little`;
}

/** A picture in at most this many columns: of larger ones, every second or third pixel. */
export function shrinkToColumns(picture: TerminalPicture, columns: number): TerminalPicture {
  const { pixels, height, width, channels } = picture;
  const step = Math.ceil(width / columns);
  if (step <= 1) return picture;
  const size = { height: Math.ceil(height / step), width: Math.ceil(width / step) };
  const small = new Uint8Array(size.height * size.width * channels);
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const from = (row * step * width + column * step) * channels;
      small.set(pixels.subarray(from, from + channels), (row * size.width + column) * channels);
    }
  }
  return { pixels: small, ...size, channels };
}
