import { weightSpecs } from '../model/weights.ts';
import type { CallbackState, Training } from '../fit/callback.ts';
import { type NamedTensor, checkTensors } from '../model/named-tensor.ts';

/** @throws RangeError when the state has no such number, because it belongs to another callback */
export function numberOf({ numbers }: CallbackState, name: string): number {
  const value = numbers[name];
  if (value === undefined) {
    throw new RangeError(
      `The checkpoint’s state of a callback has no number ${name}: use the same callbacks as when it was made`,
    );
  }
  return value;
}

/** @throws RangeError when the state has no such tensors, or they do not fit the model's weights */
export function weightsOf(
  { tensors = {} }: CallbackState,
  name: string,
  training: Training,
): readonly NamedTensor[] {
  const weights = tensors[name];
  if (!weights) {
    throw new RangeError(
      `The checkpoint’s state of a callback has no weights ${name}: use the same callbacks as when it was made`,
    );
  }
  checkTensors(weights, weightSpecs(training.model));
  return weights;
}
