import { maxClasses } from '../class-count.ts';
import { damaged, DatasetError, mismatched } from '../error.ts';
import { fileName, type Given, type GivenFile, topFiles } from '../given/given.ts';
import { readWhole } from '../given/read-whole.ts';
import type { LabelledImages, Labels } from '../images.ts';
import { type ArrayMeaning, meaningsOf } from './array-meaning.ts';
import { withChannelsLast } from './channels-last.ts';
import { isClassNamesFile } from './class-names.ts';
import { colourRows } from './colour-rows.ts';
import type { Format, FormatData, ReadOptions } from './format.ts';
import { shapeOfRow } from './image-shape.ts';
import { labelValues } from './label-values.ts';
import { decodeNpy, type NpyArray } from './npy.ts';
import type { Part } from '../given/part.ts';
import { PixelSink, sameScale } from './pixel-sink.ts';
import { shown } from '../quoted.ts';
import { zipMembers } from './zip.ts';

/**
 * NumPy's files: arrays in one NPZ archive (`x_train`, `train_images`, `images`, `arr_0`, …), or in several NPZ or NPY
 * files that are named so. Images are `[count, height, width]`, with channels last or first, or rows of pixels.
 */
export const npz: Format = {
  name: 'NPZ and NPY',
  recognise(given) {
    const files = topFiles(given).filter((file) => /\.np[yz]$/i.test(file.path) && !isClassNamesFile(file));
    return files.length === 0 ? undefined : (options) => readArrays(given, files, options);
  },
};

interface NamedArray extends ArrayMeaning {
  readonly array: NpyArray;
}

async function readArrays(
  { location }: Given,
  files: readonly GivenFile[],
  options: ReadOptions,
): Promise<FormatData> {
  const arrays: NamedArray[] = [];
  const names: string[] = [];
  const unused: string[] = [];
  for (const file of files) {
    options.signal?.throwIfAborted();
    const members = await arraysIn(file, options);
    const meanings = meaningsOf(
      members.map(({ name }) => name),
      fileName(file).replace(/\.np[yz]$/i, ''),
    );
    for (const [index, { name, read }] of members.entries()) {
      const meaning = meanings[index];
      names.push(shown(name));
      if (meaning === undefined) {
        unused.push(shown(name));
        continue;
      }
      const twin = arrays.find(({ part, kind }) => part === meaning.part && kind === meaning.kind);
      if (twin) {
        throw mismatched(
          location,
          `two arrays of ${meaning.part} ${meaning.kind}, the second is ${names.at(-1)}`,
        );
      }
      arrays.push({ ...meaning, array: await read() });
    }
  }
  const notes = new Set<string>();
  if (unused.length > 0)
    notes.add(`Arrays whose names don’t say what they are: not used: ${unused.slice(0, 20).join(', ')}`);
  const parts = new Map<Part, Omit<LabelledImages, 'images'>>();
  const rowParts = new Set<Part>();
  const planeParts = new Set<Part>();
  const sinks = new Map<Part, PixelSink>();
  for (const part of ['train', 'validation', 'test'] as const) {
    const of = (kind: ArrayMeaning['kind']): NpyArray | undefined =>
      arrays.find((each) => each.part === part && each.kind === kind)?.array;
    const [images, labels] = [of('images'), of('labels')];
    if (images === undefined && labels === undefined) continue;
    if (images === undefined || labels === undefined) {
      const found = names.slice(0, 20).join(', ');
      throw new DatasetError(
        'missing-file',
        `${location} has no ${part} ${images ? 'labels' : 'images'} (arrays: ${found})`,
        {
          location,
        },
      );
    }
    const { sink, isRows, arePlanes, ...shape } = imagesOf(images, options, notes);
    if (isRows) rowParts.add(part);
    if (arePlanes) planeParts.add(part);
    const values = labelsOf(labels);
    if (values.length !== shape.count) {
      throw mismatched(
        labels.location,
        `${values.length} labels, but ${images.location} holds ${shape.count} images`,
      );
    }
    parts.set(part, { ...shape, labels: values });
    sinks.set(part, sink);
  }
  for (const note of sameScale(Array.from(sinks.values()))) notes.add(note);
  const asRead = (part: Part): LabelledImages | undefined => {
    const [found, sink] = [parts.get(part), sinks.get(part)];
    return found && sink && { ...found, images: sink.pixels };
  };
  const [rows] = Array.from(rowParts, asRead);
  const colours = rows && colourRows(rows);
  for (const note of colours?.notes ?? []) notes.add(note);
  const whole = (part: Part): LabelledImages | undefined => {
    const images = asRead(part);
    if (images && planeParts.has(part)) return withChannelsLast(images);
    return images && colours && rowParts.has(part) ? colours.read(images) : images;
  };
  const alone = options.testAlone && !parts.has('train');
  const train = whole(alone ? 'test' : 'train');
  if (train === undefined) {
    const found = names.slice(0, 20).join(', ');
    throw new DatasetError(
      'missing-file',
      `${location} has no training images that are known by their names (arrays: ${found})`,
      {
        location,
      },
    );
  }
  if (alone) return { train, notes: Array.from(notes) };
  return { train, validation: whole('validation'), test: whole('test'), notes: Array.from(notes) };
}

interface UnreadArray {
  readonly name: string;
  readonly read: () => Promise<NpyArray>;
}

async function arraysIn(file: GivenFile, { maxBytes }: ReadOptions): Promise<UnreadArray[]> {
  const content = await readWhole(file, maxBytes);
  const { location } = file;
  if (content[0] !== 0x50 || content[1] !== 0x4b) {
    if (/\.npz$/i.test(file.path)) throw damaged(location, 'not a ZIP archive at byte 0');
    return [
      {
        name: fileName(file).replace(/\.npy$/i, ''),
        read: async () => decodeNpy(content, location, maxBytes),
      },
    ];
  }
  // A header is small beside an array that is worth reading.
  const members = zipMembers(content, location, maxBytes + 2 ** 17);
  return members
    .filter(({ name }) => name.endsWith('.npy'))
    .map(({ name, read }) => ({
      name: name.replace(/\.npy$/, ''),
      read: async () => decodeNpy(await read(), `${location} (${name.replaceAll(/\p{C}/gu, '?')})`, maxBytes),
    }));
}

interface NpyImages extends Pick<LabelledImages, 'count' | 'height' | 'width' | 'channels'> {
  readonly sink: PixelSink;
  /** Whether each image is a row of pixels. */
  readonly isRows: boolean;
  /** Whether the channels of each image come one after the other. */
  readonly arePlanes: boolean;
}

function imagesOf(array: NpyArray, options: ReadOptions, notes: Set<string>): NpyImages {
  const { location, shape, count: elements } = array;
  const [count = 0, ...image] = shape;
  if (elements === 0) throw mismatched(location, `no pixels (shape [${shape.join(', ')}])`);
  if (elements > options.maxBytes)
    throw mismatched(location, `${elements} pixels; at most ${options.maxBytes} are read`);
  const channelsFirst = image.length === 3 && isChannels(image[0]!) && !isChannels(image[2]!);
  const [height, width, channels] =
    image.length === 1
      ? shapeOfRow(image[0]!, options, location)
      : channelsFirst
        ? [image[1]!, image[2]!, image[0]!]
        : [image[0] ?? 0, image[1] ?? 0, image[2] ?? 1];
  if (image.length > 3 || image.length === 0 || !isChannels(channels)) {
    throw mismatched(
      location,
      `an array of shape [${shape.join(', ')}]; images are [count, height, width] or [count, height, width, channels], with 1 to 4 channels`,
    );
  }
  const arePlanes = channelsFirst && channels > 1;
  if (arePlanes) notes.add('Images have their channels first: they are moved last');
  const sink = new PixelSink(location, array.bytes === undefined ? elements : 0);
  if (array.bytes) {
    sink.addBytes(array.bytes);
  } else {
    for (let index = 0; index < elements; index++) sink.add(array.at(index), () => `at index ${index}`);
  }
  return { count, height, width, channels, isRows: image.length === 1, arePlanes, sink };
}

function isChannels(size: number): boolean {
  return size >= 1 && size <= 4;
}

/** Labels may be floats, if they are whole numbers. */
function labelsOf({ location, shape, at, count, bytes }: NpyArray): Labels {
  if (bytes) return labelValues({ location, shape, data: bytes });
  const data = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const label = at(index);
    if (!Number.isInteger(label) || label < 0 || label >= maxClasses) {
      throw mismatched(
        location,
        `the label ${label} at index ${index}; labels are whole numbers from 0 to ${maxClasses - 1}`,
      );
    }
    data[index] = label;
  }
  return labelValues({ location, shape, data });
}
