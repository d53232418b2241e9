import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LossName } from './losses/names.ts';
import type { Samples } from './samples.ts';

/**
 * Checks that samples fit a model, and each other.
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
  const inputShape = model.inputs[0]?.shape.slice(1) ?? [];
  const fits = inputShape.length === 1 ? inputShape[0] === pixels : inputShape.join() === shape.join();
  if (model.inputs.length !== 1 || !fits) {
    throw new RangeError(`The model takes images of ${inputShape.join('x')}; found ${shape.join('x')}`);
  }
  if (labels && labels.length !== count) {
    throw new RangeError(`There are ${count} images but ${labels.length} labels`);
  }
}

/**
 * Checks that samples carry what a loss learns from.
 *
 * @throws RangeError saying what is missing or out of range
 */
export function checkTargets(samples: Samples, loss: LossName, model: LayersModel): void {
  const outputs = outputUnits(model);
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

/** Units of the model's output `[batch, units]`. */
export function outputUnits(model: LayersModel): number {
  const units = model.outputs[0]?.shape.at(-1);
  if (model.outputs.length !== 1 || typeof units !== 'number' || model.outputs[0]?.shape.length !== 2) {
    throw new RangeError('The model has to have one output [batch, units]');
  }
  return units;
}
