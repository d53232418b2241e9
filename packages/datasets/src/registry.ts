import { perFile } from './files.ts';
import type { PerFile } from './files.ts';

/** What is known of a file of a data set. */
export interface DatasetFile {
  /**
   * SHA-256 of the uncompressed content, 64 hexadecimal digits. Compressed files differ between sources, this
   * doesn't.
   */
  readonly sha256: string;
  /** Bytes of the uncompressed content. */
  readonly bytes: number;
  /** Bytes of the compressed file as its authors published it, for progress. */
  readonly compressedBytes: number;
}

/** What is known about a named data set before it is loaded. */
export interface DatasetInfo {
  /** As `loadDataset` takes it: `fashion-mnist`. */
  readonly name: string;
  /** For people to read: `Fashion-MNIST`. */
  readonly title: string;
  /** One per label, in the order of the labels. */
  readonly classNames: readonly string[];
  /** `[height, width, channels]`. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** Of training images. */
  readonly trainCount: number;
  /** Of test images. */
  readonly testCount: number;
  /** Its name, for people to read. */
  readonly license: string;
  /** A URL. */
  readonly homepage: string;
  /** Size and SHA-256 of each. */
  readonly files: PerFile<DatasetFile>;
  /** URLs of folders that hold the four files, `.gz`, best first. */
  readonly mirrors: readonly string[];
  /** Folders below Keras' `datasets` folder that may hold the files. */
  readonly kerasFolders: readonly string[];
  /** The name of the archive in Keras' `datasets` folder that holds the same arrays. */
  readonly kerasArchive?: string;
  /** The Debian package with the same files. */
  readonly debian?: {
    readonly package: string;
    /** The folder's name in `/usr/share/datasets`. */
    readonly folder: string;
  };
}

/** The ten classes of Fashion-MNIST, in the order of their labels. */
export const fashionMnistClassNames: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

const trainCount = 60_000;
const testCount = 10_000;

const mnistBytes = {
  trainImages: 16 + trainCount * 784,
  trainLabels: 8 + trainCount,
  testImages: 16 + testCount * 784,
  testLabels: 8 + testCount,
};

function mnistFiles(sha256: PerFile<string>, compressedBytes: PerFile<number>): PerFile<DatasetFile> {
  return perFile((key) => ({
    sha256: sha256[key],
    bytes: mnistBytes[key],
    compressedBytes: compressedBytes[key],
  }));
}

const fashionMnist: DatasetInfo = {
  name: 'fashion-mnist',
  title: 'Fashion-MNIST: pictures of clothes from Zalando, 10 kinds',
  classNames: fashionMnistClassNames,
  imageShape: [28, 28, 1],
  trainCount,
  testCount,
  license: 'MIT',
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  files: mnistFiles(
    {
      trainImages: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      trainLabels: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      testImages: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      testLabels: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
    { trainImages: 26_421_880, trainLabels: 29_515, testImages: 4_422_102, testLabels: 5_148 },
  ),
  mirrors: [
    'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    // The bucket behind the address in the authors' README, which has no HTTPS of its own.
    'https://fashion-mnist.s3.eu-central-1.amazonaws.com/',
  ],
  kerasFolders: ['fashion-mnist', '.'],
  debian: { package: 'dataset-fashion-mnist', folder: 'fashion-mnist' },
};

const mnist: DatasetInfo = {
  name: 'mnist',
  title: 'MNIST: handwritten digits',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  imageShape: [28, 28, 1],
  trainCount,
  testCount,
  license: 'CC BY-SA 3.0',
  homepage: 'http://yann.lecun.com/exdb/mnist/',
  files: mnistFiles(
    {
      trainImages: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      trainLabels: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      testImages: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      testLabels: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
    { trainImages: 9_912_422, trainLabels: 28_881, testImages: 1_648_877, testLabels: 4_542 },
  ),
  mirrors: [
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
  ],
  kerasFolders: ['mnist'],
  kerasArchive: 'mnist.npz',
};

/** The data sets that can be loaded by name. */
export const datasetInfos: readonly DatasetInfo[] = [fashionMnist, mnist];
