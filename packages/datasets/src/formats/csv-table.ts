import { damaged, mismatched } from '../error.ts';
import { quoted } from '../quoted.ts';
import { CsvFields, delimiterOf } from './csv-fields.ts';
import { type CsvLine, csvLines } from './csv-lines.ts';
import type { ReadOptions } from './format.ts';
import { PixelSink } from './pixel-sink.ts';

/** A table of images. */
export interface CsvTable {
  readonly location: string;
  /** `undefined` where a header names no column of labels. */
  readonly labels: LabelColumn | undefined;
  /** `[rows, columns]` */
  readonly pixels: PixelSink;
  readonly rows: number;
  /** Pixels of a row. */
  readonly columns: number;
  readonly notes: readonly string[];
}

interface LabelColumn {
  /** Each text once. */
  readonly names: readonly string[];
  /** Of each row, the index of its text. */
  readonly indices: readonly number[];
}

/** The most different labels. */
const mostNames = 2 ** 16;

/** What the columns of a table are. */
interface Layout {
  readonly fields: CsvFields;
  readonly width: number;
  readonly isHeader: boolean;
  /** The column of labels. */
  readonly label: number | undefined;
  /** A column of row numbers, which pandas writes first, or of other identifiers. */
  readonly ignored: number | undefined;
}

/**
 * Reads a table of images.
 *
 * @throws DatasetError with the line and the byte where it is wrong
 */
export async function readCsvTable(
  pieces: AsyncIterable<Uint8Array>,
  location: string,
  { maxBytes, signal }: ReadOptions,
): Promise<CsvTable> {
  const pixels = new PixelSink(location, 0);
  const indexOf = new Map<string, number>();
  const indices: number[] = [];
  let layout: Layout | undefined;
  for await (const line of csvLines(pieces, location)) {
    signal?.throwIfAborted();
    if (layout === undefined) {
      layout = layoutOf(line);
      if (layout.isHeader) continue;
    }
    readRow(line, layout);
    if (pixels.length > maxBytes) throw damaged(location, `more than ${maxBytes} pixels ${where(line)}`);
  }
  if (layout === undefined) throw damaged(location, 'it is empty');
  const { width, label, ignored } = layout;
  const columns = width - (label === undefined ? 0 : 1) - (ignored === undefined ? 0 : 1);
  return {
    location,
    labels: label === undefined ? undefined : { names: Array.from(indexOf.keys()), indices },
    pixels,
    rows: columns === 0 ? 0 : pixels.length / columns,
    columns,
    notes: [
      ...(layout.isHeader ? [] : [`${location} has no header: its first column is taken for the labels`]),
      ...(ignored === undefined
        ? []
        : [`${location}: column ${ignored + 1} is neither label nor pixel: not used`]),
    ],
  };

  function readRow(
    line: CsvLine,
    { fields, label: labelColumn, ignored: none, width: expected }: Layout,
  ): void {
    fields.read(line.bytes);
    if (fields.count !== expected) {
      throw damaged(location, `found ${fields.count} columns ${where(line)}, expected ${expected}`);
    }
    for (let column = 0; column < expected; column++) {
      if (column === labelColumn) indices.push(indexOfLabel(fields.text(column), line));
      else if (column !== none) addPixel(fields, column, line);
    }
  }

  function addPixel(fields: CsvFields, column: number, line: CsvLine): void {
    const value = fields.number(column);
    const at = (): string => `${where(line)}, column ${column + 1}`;
    if (Number.isNaN(value)) {
      throw damaged(location, `found ${quoted(fields.text(column))} ${at()}, expected a pixel`);
    }
    pixels.add(value, at);
  }

  function indexOfLabel(text: string, line: CsvLine): number {
    const known = indexOf.get(text);
    if (known !== undefined) return known;
    if (text === '') throw damaged(location, `found no label ${where(line)}`);
    if (indexOf.size >= mostNames)
      throw mismatched(location, `more than ${mostNames} different labels ${where(line)}`);
    indexOf.set(text, indexOf.size);
    return indexOf.size - 1;
  }
}

function where({ number, byte }: CsvLine): string {
  return `at line ${number}, byte ${byte}`;
}

const labelNames = /^#?\s*(labels?|class(_?(id|name|label))?|targets?|category|digit|letter|character|y)$/i;
const otherNames = /^(#?\s*(id|index|file(_?name)?|unnamed: 0)|)$/i;

/** What the first line says of the columns: without a header, the label is the first. */
function layoutOf(line: CsvLine): Layout {
  const fields = new CsvFields(delimiterOf(line.bytes));
  fields.read(line.bytes);
  const width = fields.count;
  const names = Array.from({ length: Math.min(width, mostNames) }, (_, column) => fields.text(column));
  const found = names.findIndex((name) => labelNames.test(name));
  // A header has words among its pixels' names; a first row has a word at most as its label.
  const isHeader =
    found !== -1 ||
    names.slice(1).some((_, index) => Number.isNaN(fields.number(index + 1)) && names[index + 1] !== '');
  if (!isHeader) return { fields, width, isHeader, label: 0, ignored: undefined };
  const other = names.findIndex((name) => otherNames.test(name));
  return {
    fields,
    width,
    isHeader,
    label: found === -1 ? undefined : found,
    ignored: other === -1 ? undefined : other,
  };
}
