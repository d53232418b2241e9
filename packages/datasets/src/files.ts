/** The four files of a data set in MNIST's layout. */
export const fileKeys = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;
/** One of a data set's four files. */
export type FileKey = (typeof fileKeys)[number];

/** A value for each of the four files. */
export type PerFile<Value> = { readonly [Key in FileKey]: Value };

/** The files' names, without `.gz`. */
export const fileNames: PerFile<string> = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

export function perFile<Value>(valueOf: (key: FileKey) => Value): PerFile<Value> {
  return {
    trainImages: valueOf('trainImages'),
    trainLabels: valueOf('trainLabels'),
    testImages: valueOf('testImages'),
    testLabels: valueOf('testLabels'),
  };
}

/**
 * Runs a task for all four files concurrently. Settles when all have, so that nothing keeps running after a failure.
 */
export async function perFileAsync<Value>(
  valueOf: (key: FileKey) => Promise<Value>,
): Promise<PerFile<Value>> {
  const started = perFile(valueOf);
  await Promise.allSettled(Object.values(started));
  return {
    trainImages: await started.trainImages,
    trainLabels: await started.trainLabels,
    testImages: await started.testImages,
    testLabels: await started.testLabels,
  };
}
