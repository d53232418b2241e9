import type { Network } from '@atelier/network';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OutputActivation } from '../settings/losses/loss.ts';

/** A model's input and output, which samples and a loss must fit. */
export interface ModelEnds {
  /** Of one sample; `null` for a length that the model leaves open. */
  readonly inputShape: readonly (number | null)[];
  /** Units of the output, `[batch, units]`. */
  readonly units: number;
  /** The activation that a classifier ends in, in a dense layer or as a layer; `undefined` for other models. */
  readonly outputActivation: OutputActivation | undefined;
}

/** @throws RangeError when the network's output is not `[batch, units]` */
export function endsOfNetwork({ input, layers }: Network): ModelEnds {
  const last = layers.at(-1);
  return {
    inputShape: input.shape,
    units: onlyUnits(last ? [last.outputShape] : []),
    outputActivation: last && activationOf(last.kind, last.config),
  };
}

/**
 * The ends of any TensorFlow.js model, also of one that cannot be a `Network`.
 *
 * @throws RangeError when it has several inputs, or another output than `[batch, units]`
 */
export function endsOfLayersModel({ inputs, outputs }: LayersModel): ModelEnds {
  if (inputs.length !== 1) {
    throw new RangeError(`The model has to have one input; it has ${inputs.length}`);
  }
  const last = outputs[0]?.sourceLayer;
  return {
    inputShape: inputs[0]?.shape.slice(1) ?? [],
    units: onlyUnits(outputs.map(({ shape }) => shape.slice(1))),
    outputActivation: last && activationOf(last.getClassName(), last.getConfig()),
  };
}

function onlyUnits(outputShapes: readonly (readonly (number | null)[])[]): number {
  const [shape = []] = outputShapes;
  const [units] = shape;
  if (outputShapes.length !== 1 || shape.length !== 1 || typeof units !== 'number') {
    throw new RangeError('The model has to have one output [batch, units]');
  }
  return units;
}

function activationOf(kind: string, config: object): OutputActivation | undefined {
  if (kind === 'Softmax') return 'softmax';
  if (kind !== 'Dense' && kind !== 'Activation') return undefined;
  const activation: unknown = 'activation' in config ? config.activation : undefined;
  return activation === 'softmax' || activation === 'sigmoid' ? activation : undefined;
}
