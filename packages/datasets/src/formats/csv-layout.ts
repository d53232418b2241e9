import { CsvFields, delimiterOf } from './csv-fields.ts';

/** What the columns of a table are. */
export interface CsvLayout {
  readonly fields: CsvFields;
  readonly width: number;
  readonly isHeader: boolean;
  /** The column of labels. */
  readonly label: number | undefined;
  /** Whether no name says that it is. */
  readonly isLabelAssumed: boolean;
  /** A column of row numbers, which pandas writes first, or of other identifiers. */
  readonly ignored: number | undefined;
}

/** The most names that are looked at. */
const mostNames = 2 ** 16;

const labelNames = /^#?\s*(labels?|class(_?(id|name|label))?|targets?|category|digit|letter|character|y)$/i;
const otherNames = /^(#?\s*(id|index|file(_?name)?|unnamed: 0)|)$/i;

/** What the first line of a table says of its columns. Without a header, the label is the first. */
export function layoutOf(line: Uint8Array): CsvLayout {
  const fields = new CsvFields(delimiterOf(line));
  fields.read(line);
  const width = fields.count;
  const names = Array.from({ length: Math.min(width, mostNames) }, (_, column) => fields.text(column));
  const numbers = names.map((_, column) => fields.number(column));
  const found = names.findIndex((name) => labelNames.test(name));
  const other = names.findIndex((name) => otherNames.test(name));
  const known = { fields, width, ignored: other === -1 ? undefined : other };
  // A header has words among its pixels' names; a first row has a word at most as its label.
  const hasWords = names.some((name, column) => column > 0 && name !== '' && Number.isNaN(numbers[column]));
  const namesLabels =
    found === 0 && (numbers.some((value, column) => column > 0 && isNoPixel(value)) || allDiffer(names));
  if (hasWords || namesLabels) {
    return { ...known, isHeader: true, label: found === -1 ? undefined : found, isLabelAssumed: false };
  }
  if (isCounted(numbers, found === 0 || other === 0)) {
    return { ...known, isHeader: true, label: other === 0 ? 1 : 0, isLabelAssumed: found !== 0 };
  }
  return { ...known, isHeader: false, label: 0, isLabelAssumed: true, ignored: undefined };
}

/** Whether a number is neither a byte nor a fraction. */
function isNoPixel(value: number): boolean {
  return value < 0 || value > 255 || (value > 1 && !Number.isInteger(value));
}

/** Fewer columns may be a picture that someone wrote by hand. */
const fewestCounted = 17;

/** Whether no name comes twice, such as `0.1` and `0.10`: many pixels of a picture have equal values. */
function allDiffer(names: readonly string[]): boolean {
  return names.length >= fewestCounted && new Set(names).size === names.length;
}

/**
 * Whether a header names its columns by their numbers, from 0 or 1, as pandas does where they have no names. A word may come first.
 *
 * @param isNamed whether the first column has one of the names that columns other than pixels have
 */
function isCounted(numbers: readonly number[], isNamed: boolean): boolean {
  const counted = Number.isNaN(numbers[0]) ? numbers.slice(1) : numbers;
  const [first = Number.NaN] = counted;
  return (
    (first === 0 || first === 1) &&
    numbers.length >= (isNamed ? 2 : fewestCounted) &&
    counted.every((value, index) => value === first + index)
  );
}
