import { fileName, type Given, type GivenFile } from '../given/given.ts';
import { readWhole } from '../given/read-whole.ts';

/** Names of classes from a file or a user. */
export interface GivenClassNames {
  /** For messages: the file, or what else has them. */
  readonly from: string;
  /** In the order of the labels. */
  readonly names: readonly string[];
  /** By label, where each name came with its label. */
  readonly byLabel?: ReadonlyMap<number, string> | undefined;
}

/** The most bytes of a file of class names. */
const mostBytes = 2 ** 22;

/** Files that may hold class names, the most telling first. */
const patterns = [
  /mapping[^/]*\.txt$/i,
  /class_?map[^/]*\.csv$/i,
  /^fine_label_names\.txt$/i,
  /(^|[-_.])(class|label)_?names?\.txt$/i,
  /(^|[-_.])classes\.txt$/i,
  /(^|[-_.])labels\.txt$/i,
  /^batches\.meta\.txt$/i,
];

/** Whether a file may hold the names of classes. */
export function isClassNamesFile(file: GivenFile): boolean {
  return patterns.some((pattern) => pattern.test(fileName(file)));
}

/** The class names in the files of a folder, if there are any. */
export async function classNamesIn({ files, chosen }: Given): Promise<GivenClassNames | undefined> {
  if (chosen !== undefined) return undefined;
  const top = files.filter(({ path }) => !path.includes('/'));
  for (const pattern of patterns) {
    const file = top.find((each) => pattern.test(fileName(each)));
    if (file !== undefined) return readClassNames(file);
  }
  return undefined;
}

/**
 * Reads class names: one a line, or each after its label, or labels with character codes as EMNIST's mapping files have
 * them, or a CSV file with a column of characters as Kuzushiji's are.
 *
 * @throws DatasetError when the file can't be read
 */
export async function readClassNames(file: GivenFile): Promise<GivenClassNames> {
  const text = new TextDecoder().decode(await readWhole(file, mostBytes));
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const from = file.location;
  const table = /\.csv$/i.test(file.path) ? lines.map((line) => line.split(',')) : [];
  // A header has no label.
  const rows = table.filter(([label = ''], index) => index > 0 || /^\d+$/.test(label));
  if (rows.length > 0) return { from, ...numbered(rows.map((row) => [row[0] ?? '', row.at(-1) ?? ''])) };
  const codes = lines.map((line) => line.split(/\s+/).map(Number));
  if (/mapping/i.test(fileName(file)) && codes.every(isLabelWithCodes)) {
    return {
      from,
      ...numbered(codes.map(([label, code]) => [String(label), String.fromCodePoint(code!)])),
    };
  }
  const pairs = lines.map((line): [string, string] => {
    const [, label = '', name = ''] = /^(\d+)[\s,:;]+(\S.*)$/.exec(line) ?? [];
    return [label, name];
  });
  const labels = new Set(pairs.map(([label]) => label));
  const each = labels.size === lines.length && !labels.has('');
  return each ? { from, ...numbered(pairs), names: lines } : { from, names: lines };
}

function numbered(pairs: readonly (readonly [string, string])[]): Pick<GivenClassNames, 'names' | 'byLabel'> {
  return {
    names: pairs.map(([, name]) => name),
    byLabel: new Map(pairs.map(([label, name]) => [Number(label), name])),
  };
}

function isLabelWithCodes(numbers: readonly number[]): boolean {
  const [label, ...codes] = numbers;
  return (
    Number.isSafeInteger(label) &&
    codes.length > 0 &&
    codes.every((code) => Number.isSafeInteger(code) && code > 32 && code <= 0x10ffff)
  );
}
