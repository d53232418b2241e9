import type { Layer } from '../model/layers-of.ts';

/**
 * Replaces what a layer computes; the layer keeps its class, so that saved models stay stock.
 *
 * @returns a function that restores what it was
 */
export function replaceCall(layer: Layer, call: Layer['call']): () => void {
  // The layer's own, except where another session uses the same model, as when a callback evaluates it.
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  layer.call = call;
  return () => {
    if (own) Object.defineProperty(layer, 'call', own);
    else Reflect.deleteProperty(layer, 'call');
  };
}
