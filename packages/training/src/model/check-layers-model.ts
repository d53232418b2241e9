import { found } from '@atelier/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** @throws TypeError for what is not a `LayersModel` */
export function checkLayersModel(model: LayersModel): void {
  const value: unknown = model;
  if (typeof value !== 'object' || value === null || !('inputs' in value && 'weights' in value)) {
    throw new TypeError(`model is a LayersModel of TensorFlow.js; found ${found(value)}`);
  }
}
