import type { ActivationName } from '../activation.ts';
import type { Architecture } from '../architecture-settings.ts';
import { givenLayers } from './given-layers.ts';
import type { Layer } from './layer.ts';
import { parseLayers } from './parse-layers.ts';

/** Settings of a network as a whole, for its layers that say nothing themselves. */
type ForLayers = 'activation' | 'dropout';

/**
 * Which of `activation` and `dropout` change nothing in a network, since none of its layers takes them: its layers have activations of
 * their own, or none of them is a hidden dense layer. A dense layer at the end counts as hidden, though it is the output where it has
 * one unit for each class.
 *
 * @throws RangeError naming the word of the layers which is wrong
 */
export function settingsWithoutEffect({ layers }: Pick<Architecture, 'layers'>): readonly ForLayers[] {
  if (layers === givenLayers) return ['activation', 'dropout'];
  const parsed = parseLayers(layers);
  const { activation, dropout } = taken(parsed);
  return [...(activation ? [] : (['activation'] as const)), ...(dropout ? [] : (['dropout'] as const))];
}

/** The activation of a layer's outputs: its own, none where one comes later, or else that of the network. */
export function activationOf(
  { activation }: { readonly activation?: ActivationName },
  next: Layer | undefined,
  ofNetwork: ActivationName,
): ActivationName {
  const comesLater = next?.kind === 'norm' || next?.kind === 'activation';
  return activation ?? (comesLater ? 'linear' : ofNetwork);
}

function taken(layers: readonly Layer[]): Readonly<Record<ForLayers, boolean>> {
  let [activation, dropout] = [false, false];
  for (const [index, layer] of layers.entries()) {
    if (layer.kind === 'residual') {
      const within = taken(layer.layers);
      activation ||= within.activation;
      dropout ||= within.dropout;
    } else if (
      layer.kind === 'dense' ||
      layer.kind === 'conv' ||
      layer.kind === 'separable' ||
      layer.kind === 'depthwise'
    ) {
      const next = layers[index + 1];
      activation ||= activationOf(layer, next, 'relu') !== activationOf(layer, next, 'tanh');
      dropout ||= layer.kind === 'dense';
    }
  }
  return { activation, dropout };
}
