import { networkFromTopology } from './from-topology.ts';
import { makeLayer } from './make-layer.ts';
import type { Layer, Network } from './network.ts';
import { topologyOf } from './to-topology.ts';

/** Layers that pass pixels on as they are. */
const passing: ReadonlySet<string> = new Set(['Flatten', 'Reshape', 'ZeroPadding2D', 'Dropout']);

/**
 * Whether a network divides raw pixels itself: all that reads its input is a rescaling by less than 1, behind layers that
 * change no value or none at all.
 */
export function rescalesPixels({ layers }: Network): boolean {
  const rescaledFrom = (source: number): boolean => {
    const readers = layers.flatMap(({ inputs }, index) => (inputs.includes(source) ? [index] : []));
    return readers.length > 0 && readers.every(isRescaled);
  };
  const isRescaled = (index: number): boolean => {
    const layer = layers[index]!;
    if (layer.kind === 'Rescaling') return Math.abs(layer.config.scale) < 1;
    return passing.has(layer.kind) && rescaledFrom(index);
  };
  return rescaledFrom(-1);
}

/** A network that takes other values than `network` does: its first layer makes `scale * value + offset` of them. */
export function rescaled(network: Network, scale: number, offset: number): Network {
  const { input, layers } = network;
  const names = new Set(layers.map(({ name }) => name));
  let name = 'rescaling';
  for (let count = 1; names.has(name) || name === input.layer; count++) name = `rescaling_${count}`;
  const first = makeLayer(
    { className: 'Rescaling', name, config: { scale, offset } },
    { ordinal: 0, inputs: [-1], inputShapes: [input.shape] },
  );
  const others = layers.map((layer): Layer => ({ ...layer, inputs: layer.inputs.map((index) => index + 1) }));
  return networkFromTopology(topologyOf({ ...network, layers: [first, ...others] }));
}
