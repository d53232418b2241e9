import { checkArray, checkObject, found as foundText, isTypedArray } from '@atelier/checks';

/** A tensor outside of any backend. */
export interface NamedTensor {
  /** `<layer>/<kernel, bias, …>`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/**
 * Checks that tensors have the shapes of a model's weights or an optimizer's slots.
 *
 * @throws TypeError for what is not a tensor outside of a backend
 * @throws RangeError naming the first that differs
 */
export function checkTensors(
  found: readonly NamedTensor[],
  expected: readonly Pick<NamedTensor, 'name' | 'shape'>[],
): void {
  checkArray('weights', found, 'tensors, each with name, shape and values');
  if (found.length !== expected.length) {
    throw new RangeError(`There are ${expected.length} tensors to set; found ${found.length}`);
  }
  for (const [index, { name, shape }] of expected.entries()) {
    checkObject(`Tensor ${index}`, found[index], 'name, shape and values');
    const { shape: foundShape, values } = found[index]!;
    checkArray(`The shape of tensor "${name}"`, foundShape, 'sizes');
    if (!isTypedArray('Float32Array', values)) {
      throw new TypeError(`The values of tensor "${name}" are a Float32Array; found ${foundText(values)}`);
    }
    const size = shape.reduce((product, length) => product * length, 1);
    if (foundShape.join() !== shape.join() || values.length !== size) {
      throw new RangeError(
        `Tensor "${name}" has shape [${shape.join(', ')}]; found [${foundShape.join(', ')}] with ${values.length} values`,
      );
    }
  }
}
