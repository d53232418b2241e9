import type { Layer } from '@atelier/network';
import { placePixels } from '../program/pixel-rows.ts';
import { groupsOf } from '../program/values.ts';
import { namedActivation } from './activation.ts';
import { denseOnFloats } from './dense-on-floats.ts';
import { denseOnPixels } from './dense-on-pixels.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { unsupported } from './unsupported.ts';

const refused = ['biasRegularizer', 'kernelConstraint', 'biasConstraint'] as const;

/** With fewer groups of units than this per thread, both passes are split by samples. */
const GROUPS_PER_THREAD = 4;

/** `input · kernel + bias`, then the layer's activation. `[batch, depth]` to `[batch, units]`. */
export function dense(layer: Layer<'Dense'>, [input]: Inputs, context: OpContext): readonly Op[] {
  const option = refused.find((key) => layer.config[key]);
  if (option) throw unsupported(layer, `has a ${option}, which the simd engine does not compile`);
  const [depth, ...otherAxes] = input.shape;
  if (depth === undefined || otherAxes.length > 0) {
    throw unsupported(
      layer,
      `has an input of [${input.shape.join(', ')}]; the simd engine takes [units]: flatten it first`,
    );
  }
  const [kernelWeight, biasWeight] = layer.weights;
  if (!kernelWeight) throw unsupported(layer, 'has no kernel');
  const { trainable } = layer;
  const wantsInputGradient = input.kind === 'floats' && input.gradient !== 0;
  const kernel = context.parameter({
    ...kernelWeight,
    placement: input.kind === 'pixels' ? placePixels(depth, 16 * groupsOf(layer.config.units)) : undefined,
    byRows: input.kind === 'pixels' || wantsInputGradient,
  });
  const bias = biasWeight && context.parameter({ ...biasWeight, byRows: false });

  const { groups, columns } = kernel;
  const bySamples = input.kind === 'pixels' || groups < GROUPS_PER_THREAD * context.threads;
  const output = context.floats([columns], bySamples ? 'samples' : 'units', trainable || wantsInputGradient);
  // Columns packed eight at a time; 64 rows of sums or of the weights' gradient, and as many of other sums, or 128 bytes of each.
  context.needScratch(
    Math.max(32 * (Math.max(depth, columns) + 3), 64 * (kernel.rowBytes + Math.max(kernel.rowBytes, 128))),
  );

  const op =
    input.kind === 'pixels'
      ? denseOnPixels(layer.name, input, output, kernel, bias, context)
      : denseOnFloats(layer.name, input, output, kernel, bias, context);
  return [op, ...namedActivation(layer, layer.config.activation, output, context)];
}
