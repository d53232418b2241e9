import type { Placement } from '@atelier/datasets';
import { type Network, sizeOf } from '@atelier/network';
import { checkTensors, type NamedTensor } from '@atelier/training';
import { ExportError } from './error.ts';

/** A trained classifier, as every format takes it. */
export interface ExportedModel {
  /** What people call it: `mlp-32`. */
  readonly title: string;
  readonly network: Network;
  /** In the order of `network.weights`. */
  readonly weights: readonly NamedTensor[];
  /** One per class, in the order of the outputs. */
  readonly classNames: readonly string[];
  /** How its training pictures lie in their frames, as `measurePlacement` of `@atelier/datasets` measured it. */
  readonly placement: Placement;
  readonly training: TrainingFacts;
}

/** What a model was trained on, and how well it does. */
export interface TrainingFacts {
  /** The data set's name. */
  readonly dataset: string;
  /** Number of training images. */
  readonly images: number;
  /** From 0 to 1, on the test images; `undefined` if the run has none. */
  readonly testAccuracy?: number | undefined;
}

/**
 * The shape of a classifier's pictures.
 *
 * @throws ExportError when the network takes something else, or its outputs don't fit the class names
 */
export function pictureShape({
  network,
  classNames,
}: Pick<ExportedModel, 'network' | 'classNames'>): readonly [
  height: number,
  width: number,
  channels: number,
] {
  const [height, width, channels, ...others] = network.input.shape;
  if (height === undefined || width === undefined || channels === undefined || others.length > 0) {
    throw new ExportError(
      `A classifier takes pictures, height x width x channels; this model takes ${network.input.shape.join(' x ')}`,
    );
  }
  const outputs = sizeOf(network.layers.at(-1)?.outputShape ?? []);
  const classes = outputs === 1 ? 2 : outputs;
  if (classNames.length !== classes) {
    throw new ExportError(`The model has ${classes} classes; found ${classNames.length} class names`);
  }
  return [height, width, channels];
}

/**
 * The weights of each layer, in the order of `layer.weights`.
 *
 * @throws RangeError when they are not those of the network
 */
export function weightsByLayer({ network, weights }: ExportedModel): (readonly NamedTensor[])[] {
  checkTensors(weights, network.weights);
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  return network.layers.map((layer) =>
    layer.weights.map(({ name }) => {
      const weight = byName.get(name);
      if (weight) return weight;
      throw new ExportError(`The weight "${name}" is missing`);
    }),
  );
}

/** One sentence: what the model is, what it was trained on, and how well it does. */
export function describeTraining({
  title,
  training: { dataset, images, testAccuracy },
}: ExportedModel): string {
  const trained = `${title}, trained on ${images.toLocaleString('en')} images of ${dataset}`;
  return testAccuracy === undefined
    ? trained
    : `${trained}; ${(100 * testAccuracy).toFixed(2)}% of the test images classified correctly`;
}

/** What of a placement other pictures are placed by; what the training pictures look like is left out. */
export function positionOf({ placement: { appearance: _, ...position } }: ExportedModel): Placement {
  return position;
}
