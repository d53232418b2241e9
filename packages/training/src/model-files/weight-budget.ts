import { tidy } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';

/** What `addWeight`, which is protected, takes and gives. */
type AddWeight = (
  this: layers.Layer,
  name: string,
  shape: readonly (number | null)[],
  dtype: unknown,
  initializer: unknown,
  ...others: readonly unknown[]
) => layers.Layer['weights'][number];

/**
 * Builds a model whose description is not to be trusted: its layers may make so many weights in all, and not one more,
 * which begin as zeros (an initializer can take minutes). What they made is freed when the building fails.
 *
 * TensorFlow.js makes a layer's weights, as large as its description says, before it looks whether there are values for
 * them; the method of all layers through which it does so is replaced meanwhile.
 *
 * @param elements of all weights together
 * @throws RangeError naming the weight that is too much
 */
export async function withWeightBudget<Built>(elements: number, build: () => Promise<Built>): Promise<Built> {
  // One building at a time: two would share the replaced method.
  const before = building;
  let done = (): void => {};
  building = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  const made: ReturnType<AddWeight>[] = [];
  const { prototype } = layers.Layer;
  const original: AddWeight = Reflect.get(prototype, 'addWeight');
  let left = elements;
  const addWeight: AddWeight = function addWeight(name, shape, dtype, _, ...others) {
    const size = shape.reduce<number>((product, length) => product * Number(length), 1);
    // A size that is no number is not within the budget either.
    if (!(size <= left)) {
      throw new RangeError(
        `The layers’ weights are more than the ${elements} numbers listed: ${this.name}/${name} has shape [${shape.join(', ')}]`,
      );
    }
    left -= size;
    // The zeros are left behind when the weight's name is refused.
    tidy(() => void made.push(original.call(this, name, shape, dtype, initializers.zeros(), ...others)));
    return made.at(-1)!;
  };
  Reflect.set(prototype, 'addWeight', addWeight);
  try {
    return await build();
  } catch (error) {
    for (const weight of made) weight.dispose();
    throw error;
  } finally {
    Reflect.set(prototype, 'addWeight', original);
    done();
  }
}

let building: Promise<void> = Promise.resolve();
