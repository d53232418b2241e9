import { contentHashes, type Dataset, type LabelledImages } from '@atelier/datasets';
import { describeSource, fileHashes } from '../source.ts';
import { grouped } from '../terminal/format.ts';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';

/** What `data info` says of a data set. */
export interface DataInfo {
  readonly name: string;
  /** `IDX`, `NPZ`, … */
  readonly format: string;
  readonly source: string;
  /** `[height, width, channels]` */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Images of each part that is there. */
  readonly train: number;
  readonly validation?: number;
  readonly test: number;
  readonly classes: readonly ClassInfo[];
  /** What was done to the data, and what is odd. */
  readonly notes: readonly string[];
  /** SHA-256 of the content of each part, and of each of four IDX files. */
  readonly hashes: Readonly<Record<string, string>>;
}

interface ClassInfo {
  readonly className: string;
  readonly train: number;
  readonly validation?: number;
  readonly test: number;
}

export async function infoOf(dataset: Dataset): Promise<DataInfo> {
  const { name, classNames, train, validation, test, notes, source } = dataset;
  const counts = {
    train: classCounts(train, classNames.length),
    test: classCounts(test, classNames.length),
    validation: validation && classCounts(validation, classNames.length),
  };
  return {
    name,
    format: source.kind === 'read' ? source.format : 'IDX',
    source: describeSource(dataset),
    shape: [train.height, train.width, train.channels],
    train: train.count,
    ...(validation && { validation: validation.count }),
    test: test.count,
    classes: classNames.map((className, index) => ({
      className,
      train: counts.train[index]!,
      ...(counts.validation && { validation: counts.validation[index]! }),
      test: counts.test[index]!,
    })),
    notes: [...notes, ...oddities(dataset, counts.train)],
    hashes: { ...(await contentHashes(dataset)), ...fileHashes(dataset) },
  };
}

function classCounts({ labels }: LabelledImages, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

/** What may surprise whoever trains on these data. */
function oddities({ train }: Dataset, inTrain: readonly number[]): string[] {
  const odd: string[] = [];
  const present = inTrain.filter((count) => count > 0);
  const [least, most] = [
    present.reduce((a, b) => Math.min(a, b), Infinity),
    present.reduce((a, b) => Math.max(a, b), 0),
  ];
  if (most > 10 * least) {
    odd.push(`Classes are uneven: from ${grouped(least)} to ${grouped(most)} training images`);
  }
  const brightest = train.images.reduce((a, b) => Math.max(a, b), 0);
  if (brightest <= 1) odd.push(`No pixel is above ${brightest}, of 255: the images are all but black`);
  if (train.channels === 3 && isGray(train.images)) {
    odd.push('Red, green and blue are the same everywhere: --channels 1 would do for pictures');
  }
  return odd;
}

function isGray(pixels: Uint8Array): boolean {
  for (let at = 0; at < pixels.length; at += 3) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false;
  }
  return true;
}

export function infoText(info: DataInfo): string {
  const { train, validation, test } = info;
  const parts = [
    `${grouped(train)} training`,
    ...(validation === undefined ? [] : [`${grouped(validation)} validation`]),
    `${grouped(test)} test`,
  ];
  const lines = [
    `${nameText(info.name)}: ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)} images of ${info.shape.join('x')}`,
    `${info.format}, from ${info.source}`,
    ...(info.notes.length > 0 ? ['', ...info.notes] : []),
    '',
    `${info.classes.length} classes:`,
    ...classTable(info),
    '',
    'SHA-256 of the parts, and of uncompressed IDX files:',
    ...Object.entries(info.hashes).map(([part, hash]) => `  ${hash}  ${part}`),
  ];
  return `${lines.join('\n')}\n`;
}

function classTable({ classes, validation }: DataInfo): string[] {
  const heads: readonly ('train' | 'validation' | 'test')[] =
    validation === undefined ? ['train', 'test'] : ['train', 'validation', 'test'];
  const names = classes.map(({ className }) => nameText(className));
  const width = Math.max(...names.slice(0, 10_000).map((name) => columnsOf(name)), 5);
  const row = (name: string, cells: readonly string[]): string =>
    `  ${padColumns(name, width)}${cells.map((cell, at) => cell.padStart(heads[at]!.length + 4)).join('')}`;
  return [
    row('class', heads),
    ...classes.map((each, at) =>
      row(
        names[at]!,
        heads.map((head) => grouped(each[head] ?? 0)),
      ),
    ),
  ];
}
