import type { LabelledImages } from '@atelier/datasets';
import type { TrialData } from '../tasks/context.ts';

/** A copy of a data set whose pixels and labels are in shared memory, so that workers don't need their own copies. */
export function shareData({ name, classNames, train, test }: TrialData): TrialData {
  return { name, classNames: [...classNames], train: share(train), test: share(test) };
}

function share(data: LabelledImages): LabelledImages {
  const { images, labels, count, height, width, channels } = data;
  const shared = new Uint8Array(new SharedArrayBuffer(images.byteLength));
  shared.set(images);
  return { images: shared, labels: labels.slice(), count, height, width, channels };
}
