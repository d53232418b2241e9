import { checkArray, checkObject, found, isTypedArray } from '@atelier/checks';
import { type Dataset, isKnownDataset, type LabelledImages } from '@atelier/datasets';
import { RandomStream } from '@atelier/random';
import type { TrialData } from '../tasks/context.ts';

/** A data set whose pixels are in shared memory. */
export interface SharedData extends TrialData {
  /** Whether the training images are in another order than those that were given. */
  readonly mixed: boolean;
}

/**
 * A copy of a data set whose pixels are in shared memory, so that workers don't need their own copies. Trials use the first training
 * images, and data of one's own are often sorted by class: where `source` is not that of a known data set, the training images
 * are in one random order, always the same. The trials of a search need no source, since their recipe says which images it takes.
 *
 * @throws TypeError for what is not a data set
 */
export function shareData(data: TrialData & { readonly source?: Dataset['source'] | undefined }): SharedData {
  checkObject('data', data, 'name, classNames, train and test');
  const { name, classNames, train, validation, test, source } = data;
  checkArray('data.classNames', classNames, 'texts');
  const mixed = source !== undefined && !isKnownDataset({ source });
  return {
    name,
    classNames: [...classNames],
    mixed,
    train: share('data.train', train, mixed),
    ...(validation && { validation: share('data.validation', validation) }),
    test: share('data.test', test),
  };
}

function share(part: string, data: LabelledImages, mixed = false): LabelledImages {
  checkObject(part, data, 'images, labels, count, height, width and channels');
  const { images, labels, count, height, width, channels } = data;
  if (!isTypedArray('Uint8Array', images)) {
    throw new TypeError(`${part}.images is a Uint8Array of bytes 0–255; found ${found(images)}`);
  }
  const shared = new Uint8Array(new SharedArrayBuffer(images.byteLength));
  const copy = { images: shared, labels: labels.slice(), count, height, width, channels };
  if (!mixed) {
    shared.set(images);
    return copy;
  }
  const size = height * width * channels;
  for (const [at, from] of new RandomStream(0, 'order of images').permutation(count).entries()) {
    shared.set(images.subarray(from * size, (from + 1) * size), at * size);
    copy.labels[at] = labels[from]!;
  }
  return copy;
}
