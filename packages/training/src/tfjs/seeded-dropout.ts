import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { dropoutFactors, dropoutKey, dropoutStepKey } from '../engine/dropout.ts';
import { type Layer, layersOf } from '../model/layers-of.ts';
import { replaceCall } from './replace-call.ts';

/**
 * Makes a model's dropout layers, those of nested models too, draw their masks from the run's seed. A stock layer draws
 * from `Math.random`, or, given a seed, repeats one mask forever.
 */
export class SeededDropout {
  /** The optimizer step whose masks the next training pass draws, from 0. */
  step = 0;
  readonly #restore: (() => void)[] = [];

  constructor(model: LayersModel, seed: number) {
    const dropouts = layersOf(model).filter((layer) => layer.getClassName() === 'Dropout');
    for (const [ordinal, layer] of dropouts.entries()) {
      const rate = Number(layer.getConfig()['rate']);
      const key = dropoutKey(seed, ordinal);
      const call: Layer['call'] = (inputs, kwargs) => {
        const input: Tensor = Array.isArray(inputs) ? inputs[0]! : inputs;
        if (!kwargs['training'] || rate === 0) return input;
        const [batch = 1] = input.shape;
        const factors = dropoutFactors(dropoutStepKey(key, this.step), rate, batch, input.size / batch);
        return mul(input, tensor(factors, input.shape));
      };
      this.#restore.push(replaceCall(layer, call));
    }
  }

  /** Restores the layers' own behaviour. */
  dispose(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }
}
