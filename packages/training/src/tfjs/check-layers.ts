import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UnsupportedError } from '../engine/unsupported-error.ts';
import { frozenLayersOf, type Layer, layersOf } from '../model/layers-of.ts';
import { layersWithin } from '../model/layers-within.ts';

/** Layers that draw from `Math.random` in training: such a run could not be repeated from its seed. */
const unseeded = ['AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'RandomWidth', 'SpatialDropout1D'];

/**
 * Looks for layers that TensorFlow.js computes in another way than they say.
 *
 * @throws UnsupportedError naming one
 */
export function checkComputable(model: LayersModel): void {
  for (const layer of layersOf(model)) {
    for (const { className, config } of layersWithin(layer)) {
      const { dilationRate } = config;
      if (className === 'DepthwiseConv2D' && [dilationRate].flat().some((rate) => rate !== 1)) {
        throw new UnsupportedError(
          `${described(layer, className)} has dilationRate ${String(dilationRate)}, which TensorFlow.js does not compute`,
        );
      }
    }
  }
}

/**
 * Looks for layers that cannot be trained as the engine's contract says.
 *
 * @throws UnsupportedError naming a layer whose random numbers cannot be seeded, whose penalty would be left out, or whose statistics
 *   cannot be frozen
 */
export function checkTrainable(model: LayersModel): void {
  const frozen = frozenLayersOf(model);
  for (const layer of layersOf(model)) {
    checkSeedable(layer);
    checkPenalty(layer);
    const [, ...inner] = layersWithin(layer);
    if (frozen.has(layer) && inner.some(({ className }) => className === 'BatchNormalization')) {
      throw new UnsupportedError(
        `${described(layer, 'BatchNormalization')} is frozen; only one that is a layer of a model can be`,
      );
    }
  }
}

function checkSeedable(layer: Layer): void {
  for (const [depth, { className, config }] of layersWithin(layer).entries()) {
    const { dropout, recurrentDropout, noiseShape } = config;
    // The session seeds a model's own dropout layers.
    if (unseeded.includes(className) || (className === 'Dropout' && depth > 0)) {
      throw new UnsupportedError(`${described(layer, className)} cannot draw from a run's seed`);
    }
    const rate = [dropout, recurrentDropout].find((each) => typeof each === 'number' && each > 0);
    if (rate !== undefined) {
      throw new UnsupportedError(
        `${described(layer, className)} has dropout ${Number(rate)}, which cannot draw from a run's seed; a Dropout layer can`,
      );
    }
    if (className === 'Dropout' && Array.isArray(noiseShape)) {
      throw new UnsupportedError(`Layer "${layer.name}" has a noiseShape; dropout here drops unit by unit`);
    }
  }
}

/** TensorFlow.js asks a recurrent layer for its penalties, and not its cell, which has them. */
function checkPenalty(layer: Layer): void {
  for (const { className, config } of layersWithin(layer)) {
    const { kernelRegularizer, recurrentRegularizer, biasRegularizer } = config;
    const all = [kernelRegularizer, recurrentRegularizer, biasRegularizer];
    if ('recurrentRegularizer' in config && all.some((regularizer) => (regularizer ?? null) !== null)) {
      throw new UnsupportedError(
        `${described(layer, className)} has a regularizer, whose penalty TensorFlow.js leaves out of the loss`,
      );
    }
  }
}

/** A layer, or one within it, by its class. */
function described(layer: Layer, className: string): string {
  const own = layer.getClassName();
  return className === own
    ? `Layer "${layer.name}" (${own})`
    : `The ${className} in layer "${layer.name}" (${own})`;
}
