import type { FileAtPath } from '@atelier/datasets/browser';
import { batch } from '@preact/signals';
import { keepNoneShown } from './kept-state.ts';
import { keepPage } from './keep-page.ts';
import { blankPicture, isBlank, readyPicture } from './own-picture.ts';
import type { Pictures } from './pictures.ts';
import type { Told } from './questions.ts';
import { showReport } from './show-report.ts';
import type { State } from './state.ts';
import type { TrainingWorker } from './training-worker.ts';

/** The training picture on the pad at first. */
const firstPicture = 0;

interface PageDataOptions {
  readonly state: State;
  /** The current one. */
  readonly worker: () => Pick<TrainingWorker, 'ask' | 'send'>;
  readonly pictures: Pick<Pictures, 'one' | 'showOthers' | 'watchOthers'>;
  /** No run is shown from now on. */
  readonly leave: () => void;
  /** Shows the network of the settings, where no trained one is shown. */
  readonly showUntrained: () => void;
}

/** What the page learns from: the data set that it comes with, or files of the user. */
export class PageData {
  readonly #options: PageDataOptions;

  constructor(options: PageDataOptions) {
    this.#options = options;
  }

  /** Loads the data set that the page comes with. */
  load(): void {
    const { state, worker } = this.#options;
    state.data.value = { status: 'loading', receivedBytes: 0, totalBytes: 0 };
    // The four files lie beside the page.
    worker().send({ type: 'load-data', folder: new URL('data/', document.baseURI).href });
  }

  /** Makes files the page's data set, or says why they are none; also `size`, the height and width of their pictures. */
  async useFiles(
    files: readonly FileAtPath[],
    { name, size }: { readonly name?: string; readonly size?: readonly [number, number] } = {},
  ): Promise<boolean> {
    const { state, worker } = this.#options;
    const { reading, notice } = state;
    notice.value = undefined;
    reading.value = { done: 0, total: files.length };
    const answer = await worker().ask((id) => ({ type: 'use-files', id, files, name, size }));
    reading.value = undefined;
    if (answer?.type === 'files-refused' && answer.message !== undefined) {
      notice.value = { kind: 'data-refused', message: answer.message };
    }
    if (answer?.type !== 'files-used') return false;
    const used = state.dataInfo.value?.data.name ?? '';
    notice.value = { kind: 'data-used', name: used, notes: answer.notes };
    return true;
  }

  /** The worker has more of the data, or others. */
  arrive(report: Extract<Told, { type: 'data-ready' }>): void {
    const { state, pictures } = this.#options;
    const before = state.dataInfo.value;
    const begin = !state.dataHere.value;
    const tests = report.testCount > 0 && !before?.testCount;
    showReport(state, report);
    if (before && (before.own || report.own)) this.#change();
    else {
      if (begin) void this.#begin();
      if (tests || begin) pictures.watchOthers();
    }
    // Now that everything has come, the network is free for a second copy.
    if (report.complete) void keepPage();
  }

  /** Other pictures are the page's data: it shows no run, and nothing of the pictures before. */
  #change(): void {
    const { state, pictures, leave } = this.#options;
    leave();
    batch(() => {
      state.view.value = undefined;
      state.cell.value = undefined;
      state.classes.value = [];
      state.own.value = blankPicture();
      // Of other pictures there are not as many.
      state.useRecipe({ settings: { ...state.settings.value, limit: null }, rateChanges: [] });
    });
    keepNoneShown();
    void this.#begin();
    pictures.watchOthers();
  }

  /** The first pictures are here. */
  async #begin(): Promise<void> {
    const { state, pictures, showUntrained } = this.#options;
    pictures.showOthers(state.settings.value.seed);
    showUntrained();
    const picture = await pictures.one('train', firstPicture);
    const format = state.dataInfo.value;
    if (picture && format && isBlank(state.own.value)) {
      const { pixels, label } = picture;
      state.own.value = readyPicture(pixels, format, { kind: 'training', label });
    }
  }
}
