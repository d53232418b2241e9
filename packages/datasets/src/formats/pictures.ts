import { listed } from '@atelier/checks';
import { DatasetError, mismatched } from '../error.ts';
import { quoted } from '../quoted.ts';
import type { Given, GivenFile } from '../given/given.ts';
import { isPictureFile } from '../given/is-picture-file.ts';
import type { LabelledImages } from '../images.ts';
import { decodePictures } from '../pictures/decode-pictures.ts';
import type { DecodedPictures } from '../pictures/packed-pictures.ts';
import type { Format, FormatData, ReadOptions } from './format.ts';
import { firstOf, leftOutNotes } from '../given/left-out.ts';
import { type Part, partNamed } from '../given/part.ts';

/** Folders of pictures, one for each class; with folders `train`, `test` and `val` above them, or without. */
export const pictures: Format = {
  name: 'folders of pictures',
  recognise(given) {
    const files = given.chosen === undefined ? given.files.filter(({ path }) => isPictureFile(path)) : [];
    return files.length === 0 ? undefined : (options) => readFolders(given, files, options);
  },
};

/** A picture in its class folder. */
interface ClassPicture {
  readonly file: GivenFile;
  readonly part: Part;
  /** The folder's name. */
  readonly className: string;
  /** The folder within it that the picture is in; `''` for itself. */
  readonly within: string;
}

async function readFolders(
  given: Given,
  files: readonly GivenFile[],
  options: ReadOptions,
): Promise<FormatData> {
  const { found, notes } = classPictures(given, files, options);
  notes.unshift(...unusedNotes(given, found.length), ...deeperNotes(found));
  const decoded = await decodePictures(
    found.map(({ file }) => file),
    given.location,
    options,
  );
  notes.push(...decoded.notes);
  const broken = new Set(decoded.broken);
  const kept = found.filter((_, index) => !broken.has(index));
  const names = sortedNames(new Set(found.map(({ className }) => className)));
  checkClasses(given.location, names, kept);
  const parts = partsOf(kept, names, decoded);
  return {
    ...parts,
    classNames: { from: 'the folders', names },
    notes,
  };
}

interface FoundPictures {
  readonly found: readonly ClassPicture[];
  readonly notes: string[];
}

/** @throws DatasetError where pictures are in no class folders */
function classPictures(
  { location }: Given,
  files: readonly GivenFile[],
  { testAlone }: ReadOptions,
): FoundPictures {
  const noClasses = (where: string): Error =>
    new DatasetError(
      'unknown-format',
      `${where} holds pictures, but no folders of classes: put the pictures of each class into a folder that is named after it`,
      { location },
    );
  const split = files.map((file) => ({ file, names: file.path.normalize('NFC').split('/') }));
  const top = new Set(split.filter(({ names }) => names.length > 1).map(({ names }) => names[0]!));
  if (top.size === 0) throw noClasses(location);
  const parts = new Map(Array.from(top, (name) => [name, partNamed(name)]));
  const known = new Set(parts.values());
  if (!known.has('train')) {
    if (!known.has(undefined)) {
      if (testAlone && known.has('test')) {
        const found = split.flatMap(({ file, names: [partName, className, ...rest] }): ClassPicture[] =>
          parts.get(partName!) === 'test' && rest.length > 0
            ? [{ file, part: 'train', className: className!, within: within(rest) }]
            : [],
        );
        return { found, notes: [] };
      }
      throw new DatasetError(
        'missing-file',
        `${location} has no train folder beside ${Array.from(top).join(', ')}`,
        {
          location,
        },
      );
    }
    const partName = partAmongClasses(split, parts);
    if (partName !== undefined) {
      throw new DatasetError(
        'missing-file',
        `${location} has ${quoted(partName)} beside folders of the same classes: put those into a train folder`,
        { location },
      );
    }
    const found = split.flatMap(({ file, names: [className, ...rest] }): ClassPicture[] =>
      rest.length > 0 ? [{ file, part: 'train', className: className!, within: within(rest) }] : [],
    );
    return { found, notes: [] };
  }
  // Where there is no test part, what there is besides the training part is it.
  const validation = known.has('test') ? 'validation' : 'test';
  const found = split.flatMap(({ file, names: [partName, className, ...rest] }): ClassPicture[] => {
    const part = parts.get(partName!);
    if (part === undefined || rest.length === 0) return [];
    return [
      { file, part: part === 'validation' ? validation : part, className: className!, within: within(rest) },
    ];
  });
  if (!found.some(({ part }) => part === 'train')) throw noClasses(`${location}/train`);
  const instead = known.has('test') ? [] : Array.from(top).filter((name) => parts.get(name) === 'validation');
  const notes = instead.map(
    (name) => `There is no test folder: the pictures in ${quoted(name)} are for testing`,
  );
  return { found, notes };
}

/** The name of a part's folder in which there are folders of the same names as the classes beside it. */
function partAmongClasses(
  split: readonly { readonly names: readonly string[] }[],
  parts: ReadonlyMap<string, Part | undefined>,
): string | undefined {
  const isClass = (name: string): boolean => parts.has(name) && parts.get(name) === undefined;
  const found = split.find(
    ({ names: [top = '', inner = '', ...rest] }) =>
      parts.get(top) !== undefined && rest.length > 0 && isClass(inner),
  );
  return found?.names[0];
}

function within(rest: readonly string[]): string {
  return rest.slice(0, -1).join('/');
}

/** Folders of classes may be meant, one level deeper. */
function deeperNotes(found: readonly ClassPicture[]): string[] {
  const deeper = found.filter((picture) => picture.within !== '');
  const folders = new Set(deeper.map(({ className, within: folder }) => `${className}/${folder}`));
  if (folders.size === 0) return [];
  return [`Pictures in deeper folders are of the class folder that they lie in: ${firstOf([...folders])}`];
}

/** What lies in the folder and is not read. */
function unusedNotes(
  { files, emptyFolders = [], hiddenFolders = [], loops = [], deepFolders = [], runFolders = [] }: Given,
  used: number,
): string[] {
  const others = files.length - used;
  const notes: string[] = [];
  if (others > 0)
    notes.push(`${others} file${others > 1 ? 's' : ''} besides the pictures in class folders: not read`);
  if (emptyFolders.length > 0) notes.push(`Empty folders are no classes: ${firstOf(emptyFolders)}`);
  if (hiddenFolders.length > 0) {
    notes.push(`Folders whose names begin with a dot are not read: ${firstOf(hiddenFolders)}`);
  }
  if (runFolders.length > 0) notes.push(`Folders of runs are not read: ${firstOf(runFolders)}`);
  return [...notes, ...leftOutNotes({ loops, deepFolders })];
}

/** By number where all names are whole numbers, otherwise by their characters. */
function sortedNames(names: ReadonlySet<string>): string[] {
  const all = Array.from(names).sort();
  return all.every((name) => /^\d{1,15}$/.test(name)) ? all.sort((a, b) => Number(a) - Number(b)) : all;
}

/** The most classes that a message names. */
const mostNamed = 3;

/** @throws DatasetError where there is too little to learn from */
function checkClasses(location: string, names: readonly string[], kept: readonly ClassPicture[]): void {
  if (names.length < 2) {
    throw mismatched(
      location,
      `one class folder, ${quoted(names[0] ?? '')}; a data set has at least 2 classes`,
    );
  }
  const counts = new Map<string, number>();
  for (const { className } of kept) counts.set(className, (counts.get(className) ?? 0) + 1);
  const few = names.filter((name) => (counts.get(name) ?? 0) < 2);
  if (few.length === 0) return;
  const counted = few.map((name) => `${quoted(name)} (${counts.get(name) ?? 0})`);
  throw mismatched(location, `fewer than 2 readable pictures of a class: ${listed(counted, mostNamed)}`);
}

function partsOf(
  kept: readonly ClassPicture[],
  names: readonly string[],
  { images, height, width, channels }: DecodedPictures,
): { readonly train: LabelledImages; readonly validation?: LabelledImages; readonly test?: LabelledImages } {
  const labels = new Map(names.map((name, label) => [name, label]));
  const size = height * width * channels;
  const of = (part: Part): LabelledImages | undefined => {
    const own = Array.from(kept.keys()).filter((index) => kept[index]!.part === part);
    if (own.length === 0) return undefined;
    const values = own.map((index) => labels.get(kept[index]!.className)!);
    return {
      // Without parts, as most folders are, there is nothing to copy.
      images: own.length === kept.length ? images : gathered(images, own, size),
      labels: names.length <= 256 ? Uint8Array.from(values) : Int32Array.from(values),
      count: own.length,
      height,
      width,
      channels,
    };
  };
  const [train, validation, test] = [of('train')!, of('validation'), of('test')];
  return { train, ...(validation && { validation }), ...(test && { test }) };
}

function gathered(images: Uint8Array, indices: readonly number[], size: number): Uint8Array {
  const result = new Uint8Array(indices.length * size);
  for (const [to, from] of indices.entries())
    result.set(images.subarray(from * size, (from + 1) * size), to * size);
  return result;
}
