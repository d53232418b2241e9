import {
  type Dataset,
  DatasetError,
  datasetInfos,
  fileKeys,
  fileNames,
  type LabelledImages,
  loadDatasetFromUrls,
} from '@atelier/datasets/browser';
import { readIdx } from '@atelier/idx';
import type { DataFailure, RunData } from '../messages.ts';
import { KeptFiles } from './kept-files.ts';

/** The test images are none, `count` 0, until they are here. */
export interface LoadedData extends Pick<Dataset, 'name' | 'classNames' | 'train' | 'test'> {
  /** Whether these are all training images, verified. */
  readonly complete: boolean;
  /** Whether they are the user's files, not the data set that the page comes with. */
  readonly own: boolean;
  /** Of the content of the parts; the data set that the page comes with is known by its files. */
  readonly hashes?: RunData['hashes'];
}

export interface LoadOptions {
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
  /** The first training images, not yet verified, while the rest is loading; again with all test images. */
  readonly onFirst: (data: LoadedData) => void;
}

const name = 'fashion-mnist';
/** Images that can be trained on, and shown, before all are here: they come in about a second at 10 Mbit/s. */
export const firstCount = 3000;
/** Milliseconds between two progress reports. */
const progressInterval = 100;

/**
 * Fetches Fashion-MNIST's four files from a folder.
 *
 * @throws DatasetError
 */
export async function loadData(folder: string, { onProgress, onFirst }: LoadOptions): Promise<LoadedData> {
  const info = datasetInfos.find((known) => known.name === name)!;
  const expectedBytes = Object.values(info.files).reduce((sum, file) => sum + file.compressedBytes, 0);
  let train: LabelledImages | undefined;
  let test: LabelledImages | undefined;
  let whole = false;
  const tellFirst = (): void => {
    if (!train || whole) return;
    const { classNames } = info;
    onFirst({ name, classNames, train, test: test ?? noneLike(train), complete: false, own: false });
  };
  const kept = new KeptFiles();
  let trainBegins = (): void => {};
  const turn = new Promise<void>((resolve) => {
    trainBegins = resolve;
  });
  const testFiles = new TestFiles(kept, turn, (samples) => {
    test = samples;
    tellFirst();
  });
  let told = -Infinity;
  const loading = loadDatasetFromUrls(folder, {
    name,
    fetch: (url, init) => testFiles.fetch(url, init),
    onProgress: ({ bytes, totalBytes = expectedBytes }) => {
      if (performance.now() - told < progressInterval && bytes < totalBytes) return;
      told = performance.now();
      onProgress(bytes, Math.max(bytes, totalBytes));
    },
    onFirst: {
      count: firstCount,
      callback: (samples) => {
        train = samples;
        trainBegins();
        tellFirst();
      },
    },
  });
  try {
    const { classNames, train: all, test: tested } = await loading;
    whole = true;
    return { name, classNames, train: all, test: tested, complete: true, own: false };
  } catch (error) {
    await kept.forget();
    throw error;
  }
}

/** SHA-256 of the content of each file, by its name. */
export function fileHashes(): Readonly<Record<string, string>> {
  const { files } = datasetInfos.find((known) => known.name === name)!;
  return Object.fromEntries(fileKeys.map((key) => [fileNames[key], files[key].sha256]));
}

/** What a failure to load means for the page. */
export function dataFailure(error: unknown): DataFailure {
  if (!(error instanceof DatasetError) || error.code === 'fetch-failed') return 'unreachable';
  return error.code === 'unverifiable' ? 'insecure' : 'damaged';
}

function noneLike(images: LabelledImages): LabelledImages {
  return { ...images, images: new Uint8Array(), labels: new Uint8Array(), count: 0 };
}

/**
 * Has the test files wait for the first training images, which a slow network is to bring first, and then reads them in parallel with
 * the loader, which returns them only after the last training image.
 */
class TestFiles {
  readonly #onWhole: (test: LabelledImages) => void;
  readonly #files: KeptFiles;
  #images: ReadableStream<Uint8Array> | undefined;
  #labels: ReadableStream<Uint8Array> | undefined;
  readonly #turn: Promise<void>;

  /** @param turn when the test files' turn has come */
  constructor(files: KeptFiles, turn: Promise<void>, onWhole: (test: LabelledImages) => void) {
    this.#files = files;
    this.#turn = turn;
    this.#onWhole = onWhole;
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    const isImages = url.includes(fileNames.testImages);
    if (!isImages && !url.includes(fileNames.testLabels)) return this.#files.fetch(url, init);
    await (init.signal ? Promise.race([this.#turn, aborted(init.signal)]) : this.#turn);
    const response = await this.#files.fetch(url, init);
    if (!response.ok || !response.body) return response;
    const [mine, theirs] = response.body.tee();
    if (isImages) this.#images = mine;
    else this.#labels = mine;
    if (this.#images && this.#labels) {
      // The loader reports a bad file: here, there is just no early start.
      this.#read(this.#images, this.#labels).catch(() => undefined);
    }
    return new Response(theirs, response);
  }

  async #read(imagesFile: ReadableStream<Uint8Array>, labelsFile: ReadableStream<Uint8Array>): Promise<void> {
    const [images, labels] = await Promise.all([readIdx(imagesFile), readIdx(labelsFile)]);
    const [count = 0, height = 0, width = 0] = images.shape;
    if (images.dtype !== 'u8' || labels.dtype !== 'u8' || labels.data.length !== count) return;
    this.#onWhole({ images: images.data, labels: labels.data, count, height, width, channels: 1 });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
