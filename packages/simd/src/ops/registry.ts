import { activationLayer, eluLayer, leakyReluLayer, reluLayer } from './activation.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import type { OpFactory } from './op.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { softmaxLayer } from './softmax.ts';

/** The layers that the engine compiles, by their class names. */
export const opFactories: Readonly<Record<string, OpFactory>> = {
  Activation: activationLayer,
  Dense: dense,
  Dropout: dropout,
  ELU: eluLayer,
  Flatten: reshape,
  LeakyReLU: leakyReluLayer,
  ReLU: reluLayer,
  Rescaling: rescaling,
  Reshape: reshape,
  Softmax: softmaxLayer,
};
