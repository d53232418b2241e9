import type { Layer } from '../model/layers-of.ts';

/**
 * Replaces what a layer computes; the layer keeps its class, so that saved models stay stock.
 *
 * @returns a function that restores what it was
 */
export function replaceCall(layer: Layer, call: Layer['call']): () => void {
  // One of the layer's own, which its class does not have.
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  layer.call = call;
  return () => {
    if (own) Object.defineProperty(layer, 'call', own);
    else Reflect.deleteProperty(layer, 'call');
  };
}
