import { maxClasses } from '../class-count.ts';
import { mismatched } from '../error.ts';
import type { Labels } from '../images.ts';

/** Whole numbers in an array of any shape, and where they are, for messages. */
interface LabelArray {
  readonly location: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int8Array | Int16Array | Int32Array;
}

/**
 * The labels in an array `[count]`, or with other dimensions of 1; in one of one-hot rows `[count, classes]`; or in the first
 * column of QMNIST's files `[count, 8]`. Bytes stay as they are, anything wider becomes 32-bit integers.
 *
 * @throws DatasetError `mismatched-files`
 */
export function labelValues({ location, shape, data }: LabelArray): Labels {
  const [count = 0, ...rest] = shape;
  const columns = rest.reduce((product, size) => product * size, 1);
  if (shape.length === 0 || (columns !== 1 && shape.length !== 2)) throw wrongShape(location, shape);
  if (columns === 1 || count === 1) return checkedLabels(location, data);
  const classes = oneHotClasses(data, count, columns);
  if (classes !== undefined) return checkedLabels(location, classes);
  if (columns !== 8 || !/qmnist/i.test(location)) throw wrongShape(location, shape);
  return checkedLabels(
    location,
    Int32Array.from({ length: count }, (_, row) => data[row * columns]!),
  );
}

function checkedLabels(location: string, data: LabelArray['data']): Labels {
  if (data instanceof Uint8Array) return data;
  const wrong = data.findIndex((label) => label < 0 || label >= maxClasses);
  if (wrong !== -1) {
    throw mismatched(
      location,
      `the label ${data[wrong]} at index ${wrong}; labels are 0 to ${maxClasses - 1}`,
    );
  }
  return data instanceof Int32Array ? data : Int32Array.from(data);
}

/** The position of the 1 in each row; `undefined` if rows are not one-hot. */
function oneHotClasses(data: LabelArray['data'], count: number, columns: number): Int32Array | undefined {
  const classes = new Int32Array(count).fill(-1);
  for (const [at, value] of data.entries()) {
    if (value === 0) continue;
    const row = Math.floor(at / columns);
    if (value !== 1 || classes[row] !== -1) return undefined;
    classes[row] = at % columns;
  }
  return classes.includes(-1) ? undefined : classes;
}

function wrongShape(location: string, shape: readonly number[]): Error {
  return mismatched(
    location,
    `an array of shape [${shape.join(', ')}]; labels are [count], [count, 1] or one-hot rows`,
  );
}
