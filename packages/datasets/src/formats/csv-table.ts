import { damaged, mismatched } from '../error.ts';
import { quoted } from '../quoted.ts';
import type { CsvFields } from './csv-fields.ts';
import { type CsvLayout, layoutOf } from './csv-layout.ts';
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
  let layout: CsvLayout | undefined;
  for await (const line of csvLines(pieces, location)) {
    signal?.throwIfAborted();
    if (layout === undefined) {
      layout = layoutOf(line.bytes);
      if (layout.isHeader) continue;
    }
    readRow(line, layout);
    if (pixels.length > maxBytes) throw damaged(location, `more than ${maxBytes} pixels ${where(line)}`);
  }
  if (layout === undefined) throw damaged(location, 'it is empty');
  const { width, label, ignored, isHeader, isLabelAssumed } = layout;
  const columns = width - (label === undefined ? 0 : 1) - (ignored === undefined ? 0 : 1);
  return {
    location,
    labels: label === undefined ? undefined : { names: Array.from(indexOf.keys()), indices },
    pixels,
    rows: columns === 0 ? 0 : pixels.length / columns,
    columns,
    notes: [
      ...(isHeader ? [] : [`${location} has no header: its first column is taken for the labels`]),
      ...(isHeader && isLabelAssumed
        ? [`${location}: its header names no labels: column ${label! + 1} is taken for them`]
        : []),
      ...(ignored === undefined
        ? []
        : [`${location}: column ${ignored + 1} is neither label nor pixel: not used`]),
    ],
  };

  function readRow(
    line: CsvLine,
    { fields, label: labelColumn, ignored: none, width: expected }: CsvLayout,
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
