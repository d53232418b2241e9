import type { IdxArray } from '@atelier/idx';
import { mismatched } from './error.ts';
import type { PerFile } from './files.ts';
import { labelValues } from './formats/label-values.ts';
import type { LabelledImages, Labels } from './images.ts';

/** A decoded file and where it came from: a path or a URL, for messages. */
export interface DecodedFile {
  readonly location: string;
  readonly array: IdxArray;
}

interface Assembled {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
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
  return { train, test };
}

/** @throws DatasetError `mismatched-files` */
export function labelledImages(imagesFile: DecodedFile, labelsFile: DecodedFile): LabelledImages {
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
 * Labels of any integer type, see {@link labelValues}.
 *
 * @throws DatasetError `mismatched-files`
 */
export function labelsOf(file: DecodedFile): Labels {
  const { array, location } = file;
  if (array.dtype === 'f32' || array.dtype === 'f64') {
    throw mismatch(file, `${array.dtype} elements; labels are whole numbers (u8, i8, i16 or i32)`);
  }
  return labelValues({ location, shape: array.shape, data: array.data });
}

function mismatch({ location }: DecodedFile, found: string): Error {
  return mismatched(location, found);
}

function imageShape({ height, width, channels }: LabelledImages): string {
  return `${height} x ${width} x ${channels}`;
}
