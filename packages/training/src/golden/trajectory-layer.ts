import * as z from 'zod/mini';

const activations = ['linear', 'relu', 'leakyRelu', 'elu', 'tanh', 'sigmoid', 'softmax'] as const;

export type TrajectoryActivation = (typeof activations)[number];

type Padding = 'valid' | 'same';

/** Of a side, or `[vertical, horizontal]`. */
type Size = number | [number, number];

/** Layers whose outputs a layer takes, -1 for the model's input; without a list, the layer before. */
interface Inputs {
  readonly inputs?: readonly number[];
}

interface Activated extends Inputs {
  readonly activation: TrajectoryActivation;
  readonly useBias: boolean;
}

interface Sliding {
  readonly kernelSize: Size;
  readonly strides: Size;
  readonly padding: Padding;
}

interface Pooling extends Inputs {
  readonly poolSize: Size;
  /** Default: the pool's size. */
  readonly strides?: Size;
  readonly padding: Padding;
}

/** A layer of a reference trajectory. */
export type TrajectoryLayer =
  | ({ readonly type: 'flatten' } & Inputs)
  | ({ readonly type: 'dense'; readonly units: number } & Activated)
  | ({ readonly type: 'conv2d'; readonly filters: number } & Activated & Sliding)
  | ({ readonly type: 'depthwiseConv2d'; readonly depthMultiplier: number } & Activated & Sliding)
  | ({ readonly type: 'maxPooling2d' } & Pooling)
  | ({ readonly type: 'averagePooling2d' } & Pooling)
  | ({ readonly type: 'globalAveragePooling2d' } & Inputs)
  | ({ readonly type: 'globalMaxPooling2d' } & Inputs)
  | ({ readonly type: 'batchNormalization'; readonly epsilon: number; readonly momentum: number } & Inputs)
  | ({ readonly type: 'activation'; readonly activation: TrajectoryActivation } & Inputs)
  | ({ readonly type: 'add' } & Inputs)
  | ({ readonly type: 'concatenate' } & Inputs);

const count = z.int().check(z.minimum(1));
const size = z.union([count, z.tuple([count, count])]);
const inputs = { inputs: z.optional(z.array(z.int())) };
const padding = z._default(z.enum(['valid', 'same']), 'valid');
const activated = {
  ...inputs,
  activation: z._default(z.enum(activations), 'linear'),
  useBias: z._default(z.boolean(), true),
};
const sliding = { kernelSize: size, strides: z._default(size, 1), padding };
const pooling = { ...inputs, poolSize: z._default(size, 2), strides: z.optional(size), padding };

export const trajectoryLayer: z.ZodMiniType<TrajectoryLayer> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('flatten'), ...inputs }),
  z.object({ type: z.literal('dense'), units: count, ...activated }),
  z.object({ type: z.literal('conv2d'), filters: count, ...activated, ...sliding }),
  z.object({
    type: z.literal('depthwiseConv2d'),
    depthMultiplier: z._default(count, 1),
    ...activated,
    ...sliding,
  }),
  z.object({ type: z.literal('maxPooling2d'), ...pooling }),
  z.object({ type: z.literal('averagePooling2d'), ...pooling }),
  z.object({ type: z.literal('globalAveragePooling2d'), ...inputs }),
  z.object({ type: z.literal('globalMaxPooling2d'), ...inputs }),
  z.object({
    type: z.literal('batchNormalization'),
    epsilon: z._default(z.number(), 1e-3),
    momentum: z._default(z.number(), 0.99),
    ...inputs,
  }),
  z.object({ type: z.literal('activation'), activation: z.enum(activations), ...inputs }),
  z.object({ type: z.literal('add'), ...inputs }),
  z.object({ type: z.literal('concatenate'), ...inputs }),
]);
