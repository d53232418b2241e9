import { contentHashes, loadDatasetFromFiles } from '@atelier/datasets/browser';
import type { Report, Request, RunData } from '../messages.ts';
import type { DataStore } from './data-store.ts';
import { dataFailure, fileHashes, firstCount, loadData, type LoadedData } from './load-data.ts';
import { messageOf } from './message-of.ts';
import { pictureFormat } from './picture-format.ts';
import { classPictures, labelledPicture } from './pictures.ts';

/** The longer side of pictures, in pixels, beyond which a network here learns no better, only slower. */
const largestSide = 64;

/** Milliseconds between two reports of progress. */
const progressInterval = 200;

/** Fills the data store: with the data set that the page comes with, or with files of the user. */
export class DataSource {
  readonly #post: (report: Report) => void;
  readonly #store: DataStore;
  /** Changes the data when no run or model needs the former ones any more. */
  readonly #exchange: (change: () => void) => void;
  /** Called when the test images are here, after the first training images. */
  readonly #onTest: () => void;
  /** Counts what was asked for. */
  #asked = 0;
  /** The last load, or the last files that were read and are data: what was asked for before gives nothing any more. */
  #latest = 0;
  /** Data that wait for the runs of the former ones to end. */
  #waiting = 0;

  constructor(
    post: (report: Report) => void,
    store: DataStore,
    { exchange, onTest }: { exchange: (change: () => void) => void; onTest: () => void },
  ) {
    this.#post = post;
    this.#store = store;
    this.#exchange = exchange;
    this.#onTest = onTest;
  }

  /** Loads the data set that the page comes with. */
  async load(folder: string): Promise<void> {
    const asked = ++this.#asked;
    this.#latest = asked;
    try {
      const data = await loadData(folder, {
        onProgress: (receivedBytes, totalBytes) => {
          if (asked === this.#latest) this.#post({ type: 'data-progress', receivedBytes, totalBytes });
        },
        onFirst: (first) => {
          if (asked === this.#latest && !this.#exchanges) this.#place(first);
        },
      });
      if (asked !== this.#latest) return;
      if (this.#exchanges) this.#replace(data);
      else this.#place(data);
    } catch (error) {
      if (asked !== this.#latest) return;
      this.#post({ type: 'data-failed', reason: dataFailure(error), message: messageOf(error) });
    }
  }

  /** Makes files the data set; those before stay if they are not one, and go on loading. */
  async use({ id, files, name, size }: Extract<Request, { type: 'use-files' }>): Promise<void> {
    const asked = ++this.#asked;
    let told = -Infinity;
    try {
      const read = await loadDatasetFromFiles(files, {
        size,
        largestSide,
        onRead: ({ done, total }) => {
          if (performance.now() - told < progressInterval) return;
          told = performance.now();
          this.#post({ type: 'reading-files', done, total });
        },
      });
      const hashes = { ...(await contentHashes(read)) };
      if (asked < this.#latest) {
        this.#post({ type: 'files-refused', id, message: undefined });
        return;
      }
      this.#latest = asked;
      const { train, test, classNames, notes } = read;
      const data = { name: name ?? read.name, train, test, classNames, hashes, complete: true, own: true };
      this.#replace(data, () => this.#post({ type: 'files-used', id, notes }));
    } catch (error) {
      this.#post({ type: 'files-refused', id, message: messageOf(error) });
    }
  }

  showClasses(request: Extract<Request, { type: 'show-classes' }>): void {
    if (!this.#store.data) return;
    const { train, classNames, own } = this.#store.data;
    // The same pictures whether the rest has come or not: the page has a copy of them, for the time before.
    const among = own ? train.count : firstCount;
    this.#post({ type: 'classes', classes: classPictures(train, classNames.length, { ...request, among }) });
  }

  showPicture({ id, part, index }: Extract<Request, { type: 'picture' }>): void {
    const images = this.#store.data?.[part];
    const picture = images && images.count > 0 ? labelledPicture(images, index % images.count) : undefined;
    this.#post({ type: 'picture', id, picture });
  }

  /** Whether data take the place of others, of which there may be runs: the first pictures of a data set do not take that of files. */
  get #exchanges(): boolean {
    return this.#waiting > 0 || this.#store.data?.own === true;
  }

  #replace(data: LoadedData, onPlaced?: () => void): void {
    this.#waiting++;
    this.#exchange(() => {
      this.#waiting--;
      this.#place(data);
      onPlaced?.();
    });
  }

  #place(data: LoadedData): void {
    const { data: before } = this.#store;
    this.#store.data = data;
    const { train, test, classNames, complete, own } = data;
    const counts = { trainCount: train.count, testCount: test.count };
    const format = pictureFormat(train);
    this.#post({ type: 'data-ready', classNames, ...format, ...counts, complete, own, data: runData(data) });
    if (before && before.test.count === 0) this.#onTest();
  }
}

function runData({ name, classNames, hashes = fileHashes() }: LoadedData): RunData {
  return { name, classNames, hashes };
}
