import { classesOf, unitsFor } from '../settings/losses/loss.ts';
import { lossNamed, type LossName } from '../settings/losses/losses.ts';
import type { ModelEnds } from '../model/ends.ts';
import { checkArrays } from './check-arrays.ts';
import { misspeltField } from './misspelt-field.ts';
import type { Labels, Samples } from './samples.ts';

/**
 * Checks that samples fit a model, and each other. The model's input is `[height, width, channels]`, or flat, `[pixels]`,
 * or, for images of one channel, `[height, width]`.
 *
 * @throws TypeError for arrays of another kind
 * @throws RangeError saying what was found and what the model takes
 */
export function checkSamples(samples: Samples, { inputShape }: Pick<ModelEnds, 'inputShape'>): void {
  checkArrays(samples);
  const { height, width, channels } = samples;
  const shape = [height, width, channels];
  const pixels = height * width * channels;
  const accepted = [shape, [pixels], ...(channels === 1 ? [[height, width]] : [])];
  if (!accepted.some((each) => each.join() === inputShape.join())) {
    throw new RangeError(`The model takes images of ${inputShape.join('x')}; found ${shape.join('x')}`);
  }
}

/**
 * Checks that samples have the labels or targets that a loss reads, and that the model ends in what the loss needs.
 *
 * @throws RangeError saying what is missing, out of range, or what the model ends in instead
 */
export function checkTargets(samples: Samples, name: LossName, model: ModelEnds): void {
  const loss = lossNamed(name);
  const { units, outputActivation: activation } = model;
  // The engine refuses a model that ends in neither.
  if (activation && activation !== loss.output) {
    throw new RangeError(
      `${name} takes a model that ends in a ${loss.output}; this one ends in a ${activation}`,
    );
  }
  const wanted = unitsFor(loss, units);
  if (units !== wanted) {
    throw new RangeError(`${name} takes a model with ${wanted} output; found ${units}`);
  }
  if (loss.reads === 'labels') {
    if (!samples.labels) {
      const near = misspeltField(samples, 'labels');
      throw new RangeError(
        `${name} learns from labels [count]; found ${near === undefined ? 'none' : `${near} instead`}`,
      );
    }
    checkLabels(samples.labels, classesOf(loss, units));
    return;
  }
  if (!samples.targets) {
    throw new RangeError(`${name} learns from targets [count, classes]; found none`);
  }
  const expected = samples.count * units;
  if (samples.targets.length !== expected) {
    throw new RangeError(
      `The targets of ${samples.count} images and ${units} outputs are ${expected} numbers; found ${samples.targets.length}`,
    );
  }
  checkShares(samples.targets, units);
}

/** How far the sum of a row of targets may be from 1: more than rounding to four digits makes of a thousand shares. */
const sumTolerance = 1e-3;

/** @throws RangeError for a row of targets that are no shares of 1 */
function checkShares(targets: Float32Array, units: number): void {
  for (let start = 0; start < targets.length; start += units) {
    let sum = 0;
    for (let at = start; at < start + units; at++) sum += targets[at]!;
    if (Math.abs(sum - 1) > sumTolerance) {
      throw new RangeError(
        `The targets of a sample add up to 1, to within ${sumTolerance}; found ${Number(sum.toPrecision(6))} for sample ${start / units}`,
      );
    }
  }
}

/** @throws RangeError for a label that is not one of the model's classes */
export function checkLabels(labels: Labels, classes: number): void {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) {
    throw new RangeError(
      `Labels are from 0 to ${classes - 1}, one for each of the model's classes; found ${labels[wrong]} at index ${wrong}`,
    );
  }
}
