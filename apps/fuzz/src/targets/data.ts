import { gzipSync } from 'node:zlib';
import { encodeIdx } from '@atelier/idx';
import type { RandomStream } from '@atelier/random';
import {
  type Dataset,
  DatasetError,
  type LabelledImages,
  loadDatasetFromFiles,
  nodeDecoder,
} from '@atelier/datasets';
import sharp from 'sharp';
import { mutateBytes, pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';
import { npyExample, zipExample } from './array-files.ts';

const limit = 2 ** 24;

/** Data sets in every format, with damage in some of their files, or in what these hold. */
export const data: Target = {
  async prepare() {
    const examples = await exampleFiles();
    return async (random) => {
      const files = pick(random, examples);
      const names = Object.keys(files);
      const victim = pick(random, names);
      const given = names
        .filter((name) => name !== victim || random.below(20) > 0)
        .map((name) => fileIn(name, name === victim ? damaged(random, files[name]!) : files[name]!));
      const read = await refusedOrAnswered(
        () => loadDatasetFromFiles(given, { maxBytes: limit, decoder: nodeDecoder }),
        [DatasetError],
      );
      if (read) checkDataset(read);
    };
  },
};

type Files = Readonly<Record<string, Uint8Array>>;

function damaged(random: RandomStream, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || random.below(2) === 0) return mutateBytes(random, bytes);
  return gzipSync(mutateBytes(random, bytes.subarray(0, 200)));
}

/** As of a dialog for folders. */
function fileIn(path: string, content: Uint8Array): File {
  const file = new File([Uint8Array.from(content)], path.slice(path.lastIndexOf('/') + 1));
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

async function exampleFiles(): Promise<Files[]> {
  const images = Uint8Array.from({ length: 6 * 16 }, (_, at) => (at * 37) % 256);
  const labels = Uint8Array.of(1, 2, 1, 2, 1, 2);
  const rows = Array.from(labels, (label, row) =>
    [label, ...images.subarray(row * 16, (row + 1) * 16)].join(','),
  );
  const text = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);
  const header = ['label', ...Array.from({ length: 16 }, (_, at) => `pixel${at}`)].join(',');
  const x = npyExample('|u1', [6, 4, 4], images);
  const y = npyExample('|u1', [6, 1], labels);
  const floats = npyExample(
    '<f4',
    [6, 4, 4],
    new Uint8Array(Float32Array.from(images, (value) => value / 255).buffer),
  );
  const batch = Uint8Array.from({ length: 4 * 3073 }, (_, at) =>
    at % 3073 === 0 ? (at / 3073) % 2 : at % 256,
  );
  const png = await sharp(Buffer.alloc(48, 90), { raw: { width: 4, height: 4, channels: 3 } })
    .png()
    .toBuffer();
  const bmp = Buffer.alloc(58);
  bmp.write('BM');
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, 1],
    [22, 1],
  ] as const)
    bmp.writeUInt32LE(value, at);
  bmp.writeUInt16LE(24, 28);
  return [
    {
      'set/emnist-letters-train-images-idx3-ubyte': encodeIdx({
        dtype: 'u8',
        shape: [6, 4, 4],
        data: images,
      }),
      'set/emnist-letters-train-labels-idx1-ubyte': encodeIdx({ dtype: 'u8', shape: [6], data: labels }),
      'set/emnist-letters-mapping.txt': text(['1 65 97', '2 66 98']),
    },
    { 'set/a.npz': zipExample({ 'x_train.npy': x, 'y_train.npy': y }) },
    { 'set/X.npy': floats, 'set/y.npy': y, 'set/classes.txt': text(['one', 'two']) },
    { 'set/a.csv': text([header, ...rows]) },
    { 'set/a.csv.gz': gzipSync(text(rows)) },
    { 'set/data_batch_1.bin': batch, 'set/batches.meta.txt': text(['cat', 'dog']) },
    {
      'set/cat/1.png': png,
      'set/cat/2.png': png,
      'set/dog/1.bmp': bmp,
      'set/dog/2.bmp': bmp,
      'set/dog/3.png': png,
    },
  ];
}

function checkDataset({ train, validation, test, classNames }: Dataset): void {
  const used = new Set<number>();
  const checkPart = ({ images, labels, count, height, width, channels }: LabelledImages): void => {
    if (
      images.length !== count * height * width * channels ||
      labels.length !== count ||
      images.length > limit
    ) {
      throw new Finding(
        `${count} images of ${height}x${width}x${channels}: ${images.length} bytes, ${labels.length} labels`,
      );
    }
    for (const label of labels) used.add(label);
  };
  checkPart(train);
  if (validation) checkPart(validation);
  checkPart(test);
  if (used.size !== classNames.length || Math.max(...used) >= classNames.length) {
    throw new Finding(`${classNames.length} classes, labels ${Array.from(used).join(', ')}`);
  }
}
