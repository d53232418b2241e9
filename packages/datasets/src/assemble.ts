import type { IdxArray } from '@atelier/idx';
import { classCount } from './class-count.ts';
import { DatasetError } from './error.ts';
import type { PerFile } from './files.ts';
import type { LabelledImages, Labels } from './images.ts';

/**
 * The largest number of classes that labels may imply. A damaged 32-bit label could otherwise make a model with two
 * billion outputs; the largest image classification sets have 21,841.
 */
export const maxClasses: number = 2 ** 16;

/** A decoded file and where it came from: a path or a URL, for messages. */
export interface DecodedFile {
  readonly location: string;
  readonly array: IdxArray;
}

interface Assembled {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** One more than the highest label in either part. */
  readonly classes: number;
}

/**
 * Makes training and test samples of the four arrays, or says which of them don't match.
 *
 * @throws DatasetError `mismatched-files`
 */
export function assemble(files: PerFile<DecodedFile>): Assembled {
  const train = labelledImages(files.trainImages, files.trainLabels);
  const test = labelledImages(files.testImages, files.testLabels);
  const trainShape = imageShape(train);
  const testShape = imageShape(test);
  if (trainShape !== testShape) {
    throw mismatch(
      files.testImages,
      `images of ${testShape}, but ${files.trainImages.location} holds images of ${trainShape}`,
    );
  }
  return { train, test, classes: Math.max(classCount(train.labels), classCount(test.labels)) };
}

function labelledImages(imagesFile: DecodedFile, labelsFile: DecodedFile): LabelledImages {
  const images = imagesOf(imagesFile);
  const labels = labelsOf(labelsFile);
  if (labels.length === images.count) return { ...images, labels };
  throw mismatch(
    labelsFile,
    `${labels.length} labels, but ${imagesFile.location} holds ${images.count} images`,
  );
}

/**
 * Images `[count, height, width]` or `[count, height, width, channels]`.
 *
 * @throws DatasetError `mismatched-files`
 */
export function imagesOf(file: DecodedFile): Omit<LabelledImages, 'labels'> {
  const { array } = file;
  const shape = `[${array.shape.join(', ')}]`;
  if (array.dtype !== 'u8') throw mismatch(file, `${array.dtype} elements; pixels are u8 (0 to 255)`);
  if (array.shape.length !== 3 && array.shape.length !== 4) {
    throw mismatch(
      file,
      `an array of shape ${shape}; images are [count, height, width] or [count, height, width, channels]`,
    );
  }
  if (array.data.length === 0) throw mismatch(file, `no pixels (shape ${shape})`);
  const [count = 0, height = 0, width = 0, channels = 1] = array.shape;
  return { images: array.data, count, height, width, channels };
}

/**
 * Labels `[count]`: bytes as they are, anything wider as 32-bit integers.
 *
 * @throws DatasetError `mismatched-files`
 */
export function labelsOf(file: DecodedFile): Labels {
  const { array } = file;
  if (array.shape.length !== 1) {
    throw mismatch(file, `an array of shape [${array.shape.join(', ')}]; labels are [count]`);
  }
  if (array.dtype === 'u8') return array.data;
  if (array.dtype === 'f32' || array.dtype === 'f64') {
    throw mismatch(file, `${array.dtype} elements; labels are whole numbers (u8, i8, i16 or i32)`);
  }
  const wrong = array.data.findIndex((label) => label < 0 || label >= maxClasses);
  if (wrong !== -1) {
    throw mismatch(
      file,
      `the label ${array.data[wrong]} at index ${wrong}; labels are 0 to ${maxClasses - 1}`,
    );
  }
  return array.dtype === 'i32' ? array.data : Int32Array.from(array.data);
}

function mismatch(file: DecodedFile, found: string): DatasetError {
  return new DatasetError('mismatched-files', `${file.location} holds ${found}`, { location: file.location });
}

function imageShape({ height, width, channels }: LabelledImages): string {
  return `${height} x ${width} x ${channels}`;
}
