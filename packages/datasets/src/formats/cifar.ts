import { damaged, DatasetError } from '../error.ts';
import { fileName, type GivenFile, topFiles } from '../given/given.ts';
import { readWhole } from '../given/read-whole.ts';
import type { LabelledImages } from '../images.ts';
import { channelsLast } from './channels-last.ts';
import type { Format, FormatData, ReadOptions } from './format.ts';

const side = 32;
const channels = 3;
const imageBytes = side * side * channels;

/** The binary files of CIFAR-10 and CIFAR-100: records of a label, or of a coarse and a fine one, and planes of red, green and blue. */
export const cifar: Format = {
  name: 'CIFAR',
  recognise(given) {
    const files = topFiles(given);
    const named = (pattern: RegExp): GivenFile[] => files.filter((file) => pattern.test(fileName(file)));
    const ten = {
      train: named(/^data_batch(_\d+)?\.bin$/i),
      test: named(/^test_batch\.bin$/i),
      labels: 1,
    } as const;
    const hundred = { train: named(/^train\.bin$/i), test: named(/^test\.bin$/i), labels: 2 } as const;
    const found = [ten, hundred].find(({ train, test }) => train.length + test.length > 0);
    return found && ((options) => readFiles(given.location, found, options));
  },
};

interface CifarFiles {
  readonly train: readonly GivenFile[];
  readonly test: readonly GivenFile[];
  /** Labels of a record: CIFAR-100 has a coarse and a fine one. */
  readonly labels: 1 | 2;
}

async function readFiles(location: string, found: CifarFiles, options: ReadOptions): Promise<FormatData> {
  const alone = options.testAlone && found.train.length === 0;
  const files = alone ? { ...found, train: found.test, test: [] } : found;
  if (files.train.length === 0) {
    const there = files.test.map(fileName).join(', ');
    throw new DatasetError('missing-file', `${location} has no training images (only ${there})`, {
      location,
    });
  }
  const train = await readRecords(files.train, files.labels, options);
  const test = files.test.length > 0 ? await readRecords(files.test, files.labels, options) : undefined;
  return {
    train,
    ...(test && { test }),
    notes:
      files.labels === 2
        ? ['Classes are the 100 fine ones of CIFAR-100; its 20 coarse ones are not read']
        : [],
  };
}

async function readRecords(
  files: readonly GivenFile[],
  labelsOfRecord: 1 | 2,
  { maxBytes, signal }: ReadOptions,
): Promise<LabelledImages> {
  const recordBytes = labelsOfRecord + imageBytes;
  const contents: Uint8Array[] = [];
  let bytes = 0;
  for (const file of files) {
    signal?.throwIfAborted();
    const content = await readWhole(file, maxBytes);
    const rest = content.length % recordBytes;
    if (content.length === 0 || rest !== 0) {
      throw damaged(
        file.location,
        `truncated at byte ${content.length}: found ${content.length} bytes, expected records of ${recordBytes}`,
      );
    }
    bytes += content.length;
    if (bytes > maxBytes)
      throw damaged(file.location, `it and the files before it have more than ${maxBytes} bytes`);
    contents.push(content);
  }
  const count = bytes / recordBytes;
  const images = new Uint8Array(count * imageBytes);
  const labels = new Uint8Array(count);
  let image = 0;
  for (const content of contents) {
    for (let at = 0; at < content.length; at += recordBytes) {
      // The fine label is the last.
      labels[image] = content[at + labelsOfRecord - 1]!;
      const planes = content.subarray(at + labelsOfRecord, at + recordBytes);
      channelsLast(planes, channels, images.subarray(image * imageBytes, (image + 1) * imageBytes));
      image++;
    }
  }
  return { images, labels, count, height: side, width: side, channels };
}
