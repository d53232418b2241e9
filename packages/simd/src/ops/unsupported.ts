import type { Layer } from '@atelier/network';
import { UnsupportedError } from '@atelier/training';

/** `Layer "name" (Class) what` */
export function unsupported({ name, kind }: Pick<Layer, 'name' | 'kind'>, what: string): UnsupportedError {
  return new UnsupportedError(`Layer "${name}" (${kind}) ${what}`);
}
