import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { dropoutFactors, dropoutKey, dropoutStepKey } from '../dropout.ts';

type LayerCall = LayersModel['layers'][number]['call'];

/**
 * Makes a model's dropout layers draw their masks from the run's seed. A stock layer draws from `Math.random`, or, given
 * a seed, repeats one mask for ever. The layers keep their class, so that saved models stay stock.
 */
export class SeededDropout {
  /** The optimizer step whose masks the next training pass draws, from 0. */
  step = 0;
  readonly #restore: (() => void)[] = [];

  constructor(model: LayersModel, seed: number) {
    const dropouts = model.layers.filter((layer) => layer.getClassName() === 'Dropout');
    for (const [ordinal, layer] of dropouts.entries()) {
      const original = layer.call.bind(layer);
      const rate = Number(layer.getConfig()['rate']);
      const key = dropoutKey(seed, ordinal);
      const call: LayerCall = (inputs, kwargs) => {
        const input: Tensor = Array.isArray(inputs) ? inputs[0]! : inputs;
        if (!kwargs['training'] || rate === 0) return input;
        const [batch = 1] = input.shape;
        const factors = dropoutFactors(dropoutStepKey(key, this.step), rate, batch, input.size / batch);
        return mul(input, tensor(factors, input.shape));
      };
      layer.call = call;
      this.#restore.push(() => {
        layer.call = original;
      });
    }
  }

  /** Gives the layers their own behaviour back. */
  dispose(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }
}
