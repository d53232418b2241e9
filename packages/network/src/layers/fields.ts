import * as z from 'zod/mini';
import { NetworkError } from '../error.ts';
import { type Shape, shapeText } from '../shape.ts';

/** Activations of TensorFlow.js that a saved model can name. */
export type ActivationName = (typeof activationNames)[number];

const activationNames = [
  'elu',
  'gelu',
  'hardSigmoid',
  'linear',
  'logSoftmax',
  'mish',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'swish',
  'tanh',
] as const;

export const activation: z.ZodMiniType<ActivationName> = z.enum(
  activationNames,
  `one of ${activationNames.join(', ')}`,
);

/** Of a layer with weights; `null` means linear. */
export const optionalActivation: z.ZodMiniType<ActivationName> = z.pipe(
  z.nullish(activation),
  z.transform((name) => name ?? 'linear'),
);

/** `l1 * sum(|w|) + l2 * sum(w²)`, as `model.json` has it. */
export interface Regularizer {
  readonly className: 'L1L2';
  readonly config: { readonly l1: number; readonly l2: number };
}

/** The constraint that a weight is projected onto after each step. */
export interface Constraint {
  readonly className: 'MaxNorm' | 'MinMaxNorm' | 'NonNeg' | 'UnitNorm';
  readonly config: Readonly<Record<string, number | null | undefined>>;
}

/** How a layer's weights are initialized. Kept for saving; not used here. */
export interface Initializer {
  readonly className: string;
  readonly config: Readonly<Record<string, number | string | null | undefined>>;
}

/** TensorFlow.js's default of a missing part is 0.01. */
const part = z.pipe(
  z.nullish(z.number('a number')),
  z.transform((value) => value ?? 0.01),
);

export const regularizer: z.ZodMiniType<Regularizer | null | undefined> = z.nullish(
  z.object(
    { className: z.literal('L1L2', 'L1L2'), config: z.object({ l1: part, l2: part }, 'l1 and l2') },
    'an L1L2 regularizer or none',
  ),
);

const numbers = z.record(z.string(), z.nullish(z.number('a number')), 'numbers by name');

export const constraint: z.ZodMiniType<Constraint | null | undefined> = z.nullish(
  z.object(
    {
      className: z.enum(
        ['MaxNorm', 'MinMaxNorm', 'NonNeg', 'UnitNorm'],
        'MaxNorm, MinMaxNorm, NonNeg or UnitNorm',
      ),
      config: numbers,
    },
    'a constraint or none',
  ),
);

const initializerNames = [
  'Zeros Ones Constant Identity Orthogonal RandomNormal RandomUniform TruncatedNormal',
  'GlorotNormal GlorotUniform HeNormal HeUniform LeCunNormal LeCunUniform',
].flatMap((names) => names.split(' '));

const varianceScaling = z.object({
  className: z.literal('VarianceScaling'),
  config: z.object({
    scale: z.nullish(z.number().check(z.gte(0))),
    mode: z.nullish(z.enum(['fanIn', 'fanOut', 'fanAvg'])),
    distribution: z.nullish(z.enum(['normal', 'uniform', 'truncatedNormal'])),
    seed: z.nullish(z.number()),
  }),
});

export const initializer: z.ZodMiniType<Initializer | null | undefined> = z.nullish(
  z.union(
    [
      varianceScaling,
      z.object({ className: z.literal('Constant'), config: z.object({ value: z.number() }) }),
      z.object({
        className: z.enum(initializerNames.filter((name) => name !== 'Constant')),
        config: numbers,
      }),
    ],
    'an initializer of TensorFlow.js or none',
  ),
);

/** Settings that TensorFlow.js cannot train with. */
export const noActivityRegularizer: z.ZodMiniType<null | undefined> = z.nullish(z.null('none'));

/** An integer from 1 to `most`. */
export function count(most: number): z.ZodMiniType<number> {
  const expected = `an integer from 1 to ${most}`;
  return z.int(expected).check(z.gte(1, expected), z.lte(most, expected));
}

export const flag = (fallback: boolean): z.ZodMiniType<boolean> =>
  z.pipe(
    z.nullish(z.boolean('true or false')),
    z.transform((value) => value ?? fallback),
  );

/** The most units or filters of a layer. */
export const mostUnits: number = 2 ** 24;

/** Height and width of a kernel or pool, or its strides: one number stands for both. */
export type Pair = readonly [height: number, width: number];

const length = count(4096);

export const pair: z.ZodMiniType<Pair> = z.pipe(
  z.union([length, z.tuple([length, length])], 'an integer from 1 to 4096, or two'),
  z.transform((value): Pair => (typeof value === 'number' ? [value, value] : value)),
);

/** `valid` windows lie within the input; `same` pads it with zeros, so that strides of 1 keep its size. */
export type Padding = 'valid' | 'same';

export const padding: z.ZodMiniType<Padding> = z.pipe(
  z.nullish(z.enum(['valid', 'same'], 'valid or same')),
  z.transform((value) => value ?? 'valid'),
);

/** Channels last; the other layout is not supported. */
export const channelsLast: z.ZodMiniType<'channelsLast' | null | undefined> = z.nullish(
  z.literal('channelsLast', 'channelsLast'),
);

/** Settings of Keras that TensorFlow.js ignores: a file may have them with the value that changes nothing. */
export function ignored<Value extends number | boolean>(
  value: Value,
): z.ZodMiniType<Value | null | undefined> {
  return z.nullish(z.literal(value, `${value}, the only value that TensorFlow.js computes`));
}

/**
 * The output height and width of sliding windows over an input `[height, width, channels]`.
 *
 * @param what the name of a window in messages
 * @throws NetworkError when a window does not fit, or the input has other axes
 */
export function slide(what: string, input: Shape, window: Pair, strides: Pair, pad: Padding): Pair {
  const [height, width] = spatial(input);
  if (pad === 'valid' && (window[0] > height || window[1] > width)) {
    throw new NetworkError(
      `has a ${what} of ${shapeText(window)}, larger than its input of ${shapeText(input)}`,
    );
  }
  const steps = (size: number, axis: 0 | 1): number =>
    Math.ceil((pad === 'same' ? size : size - window[axis] + 1) / strides[axis]);
  return [steps(height, 0), steps(width, 1)];
}

/**
 * The axes of an input that has to be `[height, width, channels]`.
 *
 * @throws NetworkError when it is not
 */
export function spatial(input: Shape): readonly [height: number, width: number, channels: number] {
  const [height, width, channels, ...others] = input;
  if (height === undefined || width === undefined || channels === undefined || others.length > 0) {
    throw new NetworkError(`takes height x width x channels; its input is ${shapeText(input)}`);
  }
  return [height, width, channels];
}
