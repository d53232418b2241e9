import {
  add,
  dot,
  type Rank,
  reshape,
  sigmoid,
  softmax,
  Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { type LayersModel, model as functionalModel } from '@tensorflow/tfjs-layers';
import { UnsupportedError } from '../engine/unsupported-error.ts';
import { endsOfLayersModel } from '../model/ends.ts';
import type { Layer } from '../model/layers-of.ts';

/** A model without its output activation: a loss is numerically stable only when computed from logits. */
export interface LogitsModel {
  /** `[batch, …]` to logits `[batch, units]`. With `training`, dropout is on. */
  logits(images: Tensor, training: boolean): Tensor2D;
  /** Logits to the model's output, `[batch, units]`. */
  probabilities(logits: Tensor2D): Tensor2D;
}

/**
 * Finds the logits of a model that ends in a softmax or a sigmoid: as the activation of a dense layer, or as a layer.
 * It shares the model's weights.
 *
 * @throws UnsupportedError when the model ends in anything else
 */
export function logitsModel(model: LayersModel): LogitsModel {
  const output = model.outputs[0];
  if (!output) throw new UnsupportedError('The model has no output');
  const layer = output.sourceLayer;
  const activation = endsOfLayersModel(model).outputActivation;
  if (!activation) {
    throw new UnsupportedError(
      `A classifier ends in a softmax or sigmoid; the last layer "${layer.name}" is a ${describe(layer)}`,
    );
  }
  const input = layer.getInputAt(output.nodeIndex);
  if (Array.isArray(input)) throw new UnsupportedError(`Layer "${layer.name}" has several inputs`);
  const body = functionalModel({ inputs: model.inputs, outputs: input });

  return {
    logits: (images, training) =>
      tidy(() => {
        const [batch = 1] = images.shape;
        const hidden = body.apply(images, { training });
        if (!(hidden instanceof Tensor)) throw new Error('The model has one output tensor');
        // A dense layer's kernel and bias; an activation has no weights.
        const [kernel, bias] = layer.weights.map((weight) => weight.read());
        const products = kernel ? dot(hidden, kernel) : hidden;
        const logits = bias ? add(products, bias) : products;
        return reshape<Rank.R2>(logits, [batch, logits.size / batch]);
      }),
    probabilities: activation === 'softmax' ? (logits) => softmax(logits) : (logits) => sigmoid(logits),
  };
}

function describe(layer: Layer): string {
  const { activation } = layer.getConfig();
  const className = layer.getClassName();
  return typeof activation === 'string' ? `${className} with activation ${activation}` : className;
}
