import type { Layer } from '@atelier/network';
import { UnsupportedError } from '@atelier/training';

/** `Layer "name" (Class) what` */
export function unsupported({ name, kind }: Pick<Layer, 'name' | 'kind'>, what: string): UnsupportedError {
  return new UnsupportedError(`Layer "${name}" (${kind}) ${what}`);
}

/** @throws UnsupportedError when a weight of the layer is projected to something after each step */
export function refuseConstraints(layer: Layer): void {
  const weight = layer.weights.find(({ constraint }) => constraint !== undefined);
  if (weight) {
    throw unsupported(layer, `has a constraint on "${weight.name}", which the simd engine does not compile`);
  }
}
