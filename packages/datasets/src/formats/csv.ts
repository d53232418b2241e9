import { damaged, DatasetError, mismatched } from '../error.ts';
import { fileName, type Given, type GivenFile, topFiles } from '../given/given.ts';
import type { LabelledImages } from '../images.ts';
import { quoted } from '../quoted.ts';
import { isClassNamesFile } from './class-names.ts';
import { plainPieces } from './plain-pieces.ts';
import { colourRows } from './colour-rows.ts';
import { type CsvTable, readCsvTable } from './csv-table.ts';
import type { Format, FormatData, ReadOptions } from './format.ts';
import { shapeOfRow } from './image-shape.ts';
import { type Part, partIn } from '../given/part.ts';
import { sameScale } from './pixel-sink.ts';
import { isTransposed, turnedNote, turnUpright } from './turn-upright.ts';

/**
 * Tables with a row for each image, its label in one column and a pixel in each other: with or without a header, plain or
 * as gzip, such as Kaggle's files of MNIST and Fashion-MNIST.
 */
export const csv: Format = {
  name: 'CSV',
  recognise(given) {
    const files = topFiles(given).filter(
      (file) =>
        /\.(csv|tsv)(\.gz)?$/i.test(file.path) &&
        !isClassNamesFile(file) &&
        // Of Kaggle's competitions: an example of what to hand in.
        !/submission/i.test(fileName(file)),
    );
    return files.length === 0 ? undefined : (options) => readTables(given, files, options);
  },
};

async function readTables(
  { location, chosen }: Given,
  files: readonly GivenFile[],
  options: ReadOptions,
): Promise<FormatData> {
  const tables = new Map<Part, CsvTable>();
  const notes: string[] = [];
  for (const file of files) {
    // A file that was given by itself is there to be trained on, whatever its name.
    const part = chosen ? 'train' : (partIn(fileName(file))?.part ?? 'train');
    if (tables.has(part)) {
      throw new DatasetError(
        'unknown-format',
        `${location} holds several CSV files of ${part} images, the second is ${fileName(file)}: name one file`,
        { location },
      );
    }
    const table = await readCsvTable(plainPieces(file, options.maxBytes), file.location, options);
    if (table.labels === undefined) notes.push(`${file.location} has no column of labels: not used`);
    else tables.set(part, table);
    notes.push(...table.notes);
  }
  const alone = options.testAlone && !tables.has('train');
  const train = tables.get(alone ? 'test' : 'train');
  if (train?.labels === undefined) {
    throw new DatasetError('missing-file', `${location} has no CSV file of training images with labels`, {
      location,
    });
  }
  notes.push(...sameScale(Array.from(tables.values(), ({ pixels }) => pixels)));
  const texts = textLabels(location, Array.from(tables.values()));
  const transposed = files.every((file) => isTransposed(fileName(file)));
  if (transposed) notes.push(turnedNote);
  const trainRows = imagesOf(train, texts, options);
  const colours = colourRows(trainRows);
  notes.push(...colours.notes);
  const imagesIn = (rows: LabelledImages): LabelledImages => {
    const images = colours.read(rows);
    return transposed ? turnUpright(images) : images;
  };
  const whole = (part: Part): LabelledImages | undefined => {
    const table = tables.get(part);
    return table && imagesIn(imagesOf(table, texts, options));
  };
  return {
    train: imagesIn(trainRows),
    ...(!alone && { validation: whole('validation'), test: whole('test') }),
    ...(texts && { classNames: { from: 'the column of labels', names: texts } }),
    notes,
  };
}

/**
 * The labels as sorted names, if not all are whole numbers.
 *
 * @throws DatasetError where one is missing
 */
function textLabels(location: string, tables: readonly CsvTable[]): string[] | undefined {
  const names = Array.from(new Set(tables.flatMap(({ labels }) => labels?.names ?? [])));
  const words = names.filter((name) => !isLabel(name));
  if (words.length === 0) return undefined;
  if (words.length < names.length && words.every(isMissing)) {
    throw mismatched(location, `rows without a label: ${quoted(words[0]!)} among whole numbers`);
  }
  return names.sort();
}

/** What programs write for a value that is not there. As a class among others it may be a name. */
function isMissing(text: string): boolean {
  return /^(nan|na|n\/a|#n\/a|null|none|<na>)$/i.test(text);
}

function isLabel(text: string): boolean {
  return /^\d{1,5}(\.0*)?(e\+?0+)?$/i.test(text) && Number(text) < 2 ** 16;
}

function imagesOf(
  { location, labels, pixels, rows, columns }: CsvTable,
  texts: readonly string[] | undefined,
  options: ReadOptions,
): LabelledImages {
  if (rows === 0) throw damaged(location, 'it has no rows of pixels');
  const [height, width, channels] = shapeOfRow(columns, options, location);
  const { names, indices } = labels!;
  const values = names.map((name) => (texts ? texts.indexOf(name) : Number(name)));
  const wrong = values.find((value) => value >= 2 ** 16);
  if (wrong !== undefined) throw mismatched(location, `the label ${wrong}; labels are 0 to 65535`);
  return {
    images: pixels.pixels,
    labels: Int32Array.from(indices, (index) => values[index]!),
    count: rows,
    height,
    width,
    channels,
  };
}
