import { shortText } from './short-text.ts';
import { entry } from './topology-entry.ts';

/** The model itself: one within another is none of ours. */
const models: ReadonlySet<unknown> = new Set(['Sequential', 'Model', 'Functional']);

/**
 * Classes that presets and engines know. Others are left out: what they cost is hard to tell before they are run, and
 * TensorFlow.js' convolutions and poolings write beyond their memory when their settings make no sense.
 */
const parts: ReadonlySet<unknown> = new Set(
  [
    'InputLayer Rescaling Flatten Reshape Dense Dropout Activation ReLU LeakyReLU ELU Softmax',
    'Zeros Ones Constant Identity Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling',
    'GlorotNormal GlorotUniform HeNormal HeUniform LeCunNormal LeCunUniform',
    'L1L2 MaxNorm MinMaxNorm NonNeg UnitNorm',
  ].flatMap((names) => names.split(' ')),
);

/** Layers, initializers, regularizers: far more than a model that trains on a CPU has. */
const most = 1024;

/**
 * Checks that a model is made of nothing but what dense classifiers are made of.
 *
 * @param topology of `model.json`
 * @throws RangeError naming the class, or how many there are
 */
export function checkClasses(topology: unknown): void {
  const [model, ...others] = classesOf(topology);
  if (others.length >= most) {
    throw new RangeError(`A model has at most ${most} layers and initializers; found ${others.length}`);
  }
  if (!models.has(model)) throw new RangeError(`${quoted(model)} is no model`);
  const strange = others.find((name) => !parts.has(name));
  if (strange !== undefined) {
    throw new RangeError(
      `${quoted(strange)} is no part of a dense classifier; only files that are trusted may hold others`,
    );
  }
}

/** All names of classes, those of a whole before those of its parts. */
function classesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(classesOf);
  const name = Array.isArray(value) ? undefined : entry(value, 'className');
  return name === undefined ? inner : [name, ...inner];
}

function quoted(name: unknown): string {
  return shortText(JSON.stringify(name) ?? 'nothing', 80);
}
