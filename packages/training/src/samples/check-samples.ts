import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LossName } from '../settings/losses.ts';
import { outputActivation, outputUnits } from '../model/output-layer.ts';
import type { Samples } from './samples.ts';

/**
 * Checks that samples fit a model, and each other. The model's input is `[height, width, channels]`, or flat, `[pixels]`,
 * or, for images of one channel, `[height, width]`.
 *
 * @throws RangeError saying what was found and what the model takes
 */
export function checkSamples(samples: Samples, model: LayersModel): void {
  const { images, count, height, width, channels, labels } = samples;
  const shape = [height, width, channels];
  const pixels = height * width * channels;
  if (count < 1) throw new RangeError('There are no samples: at least 1 is needed');
  if (images.length !== count * pixels) {
    throw new RangeError(
      `${count} images of ${shape.join('x')} have ${count * pixels} bytes; found ${images.length}`,
    );
  }
  if (model.inputs.length !== 1) {
    throw new RangeError(`The model has to have one input; it has ${model.inputs.length}`);
  }
  const inputShape = model.inputs[0]?.shape.slice(1) ?? [];
  const accepted = [shape, [pixels], ...(channels === 1 ? [[height, width]] : [])];
  if (!accepted.some((each) => each.join() === inputShape.join())) {
    throw new RangeError(`The model takes images of ${inputShape.join('x')}; found ${shape.join('x')}`);
  }
  if (labels && labels.length !== count) {
    throw new RangeError(`There are ${count} images but ${labels.length} labels`);
  }
}

/**
 * Checks that samples carry what a loss learns from, and that the model ends in what the loss is made for.
 *
 * @throws RangeError saying what is missing, out of range, or ends otherwise
 */
export function checkTargets(samples: Samples, loss: LossName, model: LayersModel): void {
  const outputs = outputUnits(model);
  const activation = outputActivation(model);
  const made = loss === 'binaryCrossentropy' ? 'sigmoid' : 'softmax';
  // What ends in neither is for the engine to refuse.
  if (activation && activation !== made) {
    throw new RangeError(`${loss} takes a model that ends in a ${made}; this one ends in a ${activation}`);
  }
  if (loss === 'categoricalCrossentropy') {
    if (!samples.targets) {
      throw new RangeError(
        'categoricalCrossentropy learns from targets [count, classes]; found none. toCategorical makes them from labels',
      );
    }
    const expected = samples.count * outputs;
    if (samples.targets.length !== expected) {
      throw new RangeError(
        `The targets of ${samples.count} images and ${outputs} outputs are ${expected} numbers; found ${samples.targets.length}`,
      );
    }
    return;
  }
  if (!samples.labels) throw new RangeError(`${loss} learns from labels [count]; found none`);
  if (loss === 'binaryCrossentropy' && outputs !== 1) {
    throw new RangeError(`binaryCrossentropy takes a model with 1 output; found ${outputs}`);
  }
  const classes = loss === 'binaryCrossentropy' ? 2 : outputs;
  const wrong = samples.labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) {
    throw new RangeError(
      `Labels are from 0 to ${classes - 1}, one for each of the model's classes; found ${samples.labels[wrong]} at index ${wrong}`,
    );
  }
}
