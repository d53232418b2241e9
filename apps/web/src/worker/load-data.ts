import type { LabelledImages } from '@atelier/datasets';

export interface LoadedData {
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

export interface LoadOptions {
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
  readonly onEarlySlice: (data: LoadedData) => void;
}

const names = ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'];

export async function loadData(folder: string, { onProgress }: LoadOptions): Promise<LoadedData> {
  const get = async (name: string): Promise<Uint8Array> => {
    const response = await fetch(`${folder}${name}.gz`);
    if (!response.ok || !response.body) throw new Error(`${name}: ${response.status}`);
    return new Uint8Array(await new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  };
  const [testLabels, testImages, trainLabels, trainImages] = await Promise.all([
    get('t10k-labels-idx1-ubyte'), get('t10k-images-idx3-ubyte'), get('train-labels-idx1-ubyte'), get('train-images-idx3-ubyte')]);
  onProgress(30_878_645, 30_878_645);
  const make = (images: Uint8Array, labels: Uint8Array): LabelledImages => ({
    images: images.subarray(16), labels: labels.subarray(8), count: labels.length - 8, height: 28, width: 28, channels: 1 });
  return { classNames: names, train: make(trainImages, trainLabels), test: make(testImages, testLabels) };
}
