import { listed } from '@atelier/checks';
import { type IdxArray, IdxError, readIdx } from '@atelier/idx';
import { labelledImages } from '../assemble.ts';
import { damaged, DatasetError } from '../error.ts';
import { quoted } from '../quoted.ts';
import { fileName, type Given, type GivenFile, topFiles } from '../given/given.ts';
import type { LabelledImages } from '../images.ts';
import { readClassNames } from './class-names.ts';
import type { Format, FormatData, ReadOptions } from './format.ts';
import { type Part, partIn } from '../given/part.ts';
import { isTransposed, turnedNote, turnUpright } from './turn-upright.ts';

/**
 * IDX files under the names of MNIST and its relatives: EMNIST (whose images are transposed), KMNIST, QMNIST, `test-…`
 * in place of `t10k-…`, with or without a prefix; also training files alone.
 */
export const idx: Format = {
  name: 'IDX',
  recognise(given) {
    const files = topFiles(given).flatMap((file) => namedFile(file) ?? []);
    if (files.length === 0) return undefined;
    const { chosen } = given;
    // A file that was given by itself stands for those of the same set that lie beside it.
    const prefix = chosen === undefined ? undefined : files[0]!.prefix;
    const all = chosen === undefined ? files : given.files.flatMap((file) => namedFile(file) ?? []);
    return (options) => readSet(given, all, prefix, options);
  },
};

interface NamedFile {
  readonly file: GivenFile;
  /** What the names of a set's files begin with: `emnist-letters`. */
  readonly prefix: string;
  readonly part: Part;
  readonly kind: 'images' | 'labels';
}

/** What a file's name says; `undefined` if it isn't that of an IDX file. */
function namedFile(file: GivenFile): NamedFile | undefined {
  if (file.path.includes('/')) return undefined;
  const name = fileName(file).toLowerCase().replace(/\.gz$/, '');
  const kind = /images|imgs/.test(name) ? 'images' : /labels/.test(name) ? 'labels' : undefined;
  if (kind === undefined || !/idx\d?|ubyte/.test(name)) return undefined;
  const [before = '', ...behind] = name.split(/images|imgs|labels/);
  const part = partIn(before);
  const prefix = (part ? before.slice(0, part.at) : before).replace(/[-_.]+$/, '');
  return { file, prefix, part: (part ?? partIn(behind.join(' ')))?.part ?? 'train', kind };
}

async function readSet(
  given: Given,
  files: readonly NamedFile[],
  wanted: string | undefined,
  options: ReadOptions,
): Promise<FormatData> {
  const { location } = given;
  const prefixes = Array.from(new Set(files.map(({ prefix }) => prefix)));
  if (wanted === undefined && prefixes.length > 1) {
    throw new DatasetError(
      'unknown-format',
      `${location} holds several data sets (${prefixes.map((each) => quoted(each)).join(', ')}): name one of its files, such as ${fileName(files[0]!.file)}`,
      { location },
    );
  }
  const prefix = wanted ?? prefixes[0]!;
  const own = files.filter((each) => each.prefix === prefix);
  const alone = options.testAlone && !own.some(({ part }) => part === 'train');
  const train = await readPart(given, own, alone ? 'test' : 'train', options);
  if (train === undefined) {
    const there = own.map(({ file }) => fileName(file)).join(', ');
    throw new DatasetError('missing-file', `${location} has no training images (only ${there})`, {
      location,
    });
  }
  const validation = alone ? undefined : await readPart(given, own, 'validation', options);
  const test = alone ? undefined : await readPart(given, own, 'test', options);
  const transposed = isTransposed(prefix);
  const upright = (data: LabelledImages): LabelledImages => (transposed ? turnUpright(data) : data);
  const mapping = given.files.find(({ path }) => path.toLowerCase() === `${prefix}-mapping.txt`);
  return {
    train: upright(train),
    ...(validation && { validation: upright(validation) }),
    ...(test && { test: upright(test) }),
    ...(mapping && { classNames: await readClassNames(mapping) }),
    notes: transposed ? [turnedNote] : [],
  };
}

/** @returns `undefined` if there are no files of this part */
async function readPart(
  given: Given,
  files: readonly NamedFile[],
  part: Part,
  options: ReadOptions,
): Promise<LabelledImages | undefined> {
  const own = files.filter((each) => each.part === part);
  if (own.length === 0) return undefined;
  const images = onlyOne(given, own, 'images');
  const labels = onlyOne(given, own, 'labels');
  if (images === undefined || labels === undefined) {
    const { location } = (images ?? labels)!.file;
    throw new DatasetError('missing-file', `${location} is without its ${images ? 'labels' : 'images'}`, {
      location,
    });
  }
  return labelledImages(
    { location: images.file.location, array: await read(images.file, options) },
    { location: labels.file.location, array: await read(labels.file, options) },
  );
}

/** The most files that a message names. */
const mostNamed = 3;

/**
 * A part's file of a kind: of one that is there in several spellings or compressed, too, the compressed one.
 *
 * @throws DatasetError where there are several, none of which was given by itself
 */
function onlyOne(
  { location, chosen }: Given,
  own: readonly NamedFile[],
  kind: NamedFile['kind'],
): NamedFile | undefined {
  const found = own.filter((each) => each.kind === kind);
  const given = found.find(({ file }) => file.path === chosen?.path);
  if (given) return given;
  const all = found.map(({ file }) => fileName(file));
  if (new Set(all.map(spelledAlike)).size > 1) {
    throw new DatasetError(
      'unknown-format',
      `${location} holds several IDX files of ${found[0]!.part} ${kind}: name one, or leave one of ${listed(all, mostNamed)}`,
      { location },
    );
  }
  // A name with `.gz` sorts after the one without.
  return found.at(-1);
}

/** `train-images.idx3-ubyte.gz` is `train-images-idx3-ubyte`. */
function spelledAlike(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replaceAll(/[-_.]+/g, '-');
}

async function read(file: GivenFile, { maxBytes, signal }: ReadOptions): Promise<IdxArray> {
  try {
    return await readIdx(file.pieces(maxBytes), { maxBytes, onContent: () => signal?.throwIfAborted() });
  } catch (cause) {
    throw cause instanceof IdxError ? damaged(file.location, cause.message, cause) : cause;
  }
}
