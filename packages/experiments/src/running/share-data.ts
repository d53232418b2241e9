import { checkArray, checkObject, found, isTypedArray } from '@atelier/checks';
import type { LabelledImages } from '@atelier/datasets';
import type { TrialData } from '../tasks/context.ts';

/**
 * A copy of a data set whose pixels are in shared memory, so that workers don't need their own copies.
 *
 * @throws TypeError for what is not a data set
 */
export function shareData(data: TrialData): TrialData {
  checkObject('data', data, 'name, classNames, train and test');
  const { name, classNames, train, validation, test } = data;
  checkArray('data.classNames', classNames, 'texts');
  return {
    name,
    classNames: [...classNames],
    train: share('data.train', train),
    ...(validation && { validation: share('data.validation', validation) }),
    test: share('data.test', test),
  };
}

function share(part: string, data: LabelledImages): LabelledImages {
  checkObject(part, data, 'images, labels, count, height, width and channels');
  const { images, labels, count, height, width, channels } = data;
  if (!isTypedArray('Uint8Array', images)) {
    throw new TypeError(`${part}.images is a Uint8Array of bytes 0–255; found ${found(images)}`);
  }
  const shared = new Uint8Array(new SharedArrayBuffer(images.byteLength));
  shared.set(images);
  return { images: shared, labels: labels.slice(), count, height, width, channels };
}
