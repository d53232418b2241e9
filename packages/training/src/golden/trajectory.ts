import en from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import { type LossName, lossNames } from '../settings/losses/losses.ts';
import { type OptimizerConfig, optimizerSchema } from '../settings/optimizers.ts';
import type { Samples } from '../samples/samples.ts';
import { withTargets } from '../samples/with-targets.ts';
import { linearCongruential } from './linear-congruential.ts';
import { type TrajectoryLayer, trajectoryLayer } from './trajectory-layer.ts';

/** A reference training run, computed in float64 by an independent implementation. */
export interface Trajectory {
  readonly name: string;
  /** `[height, width, channels]` */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly data:
    | { readonly kind: 'fashion-mnist-train'; readonly count: number }
    | { readonly kind: 'synthetic'; readonly count: number; readonly seed: number };
  readonly layers: readonly TrajectoryLayer[];
  readonly loss: LossName;
  /** Every kernel adds `l1 * sum(|kernel|) + l2 * sum(kernel²)` to the loss. */
  readonly l1: number;
  readonly l2: number;
  readonly globalClipNorm: number | null;
  readonly optimizer: OptimizerConfig;
  readonly batchSize: number;
  readonly steps: number;
  readonly init: { readonly kind: 'lcg-glorot-uniform'; readonly seed: number };
  readonly expected: {
    /** Mean loss of the batch before its update, with the penalty. */
    readonly lossPerStep: readonly number[];
    readonly correctPerStep?: readonly number[];
    /** Per tensor: samples `[flat index, value]`. */
    readonly finalWeights: readonly { readonly samples: readonly (readonly [number, number])[] }[];
    /** Mean loss of all samples after the last step, without the penalty, batch normalization by its moving statistics. */
    readonly inferenceLoss?: number;
  };
}

/** References name RMSprop's rho `decay`, as TensorFlow.js does. */
const optimizer = z.pipe(
  z.transform((value) => {
    const settings = z.record(z.string(), z.unknown()).safeParse(value);
    if (!settings.success || !('decay' in settings.data)) return value;
    const { decay, ...others } = settings.data;
    return { ...others, rho: decay };
  }),
  optimizerSchema,
);

const schema: z.ZodMiniType<Trajectory> = z.object({
  name: z.string(),
  input: z.tuple([z.number(), z.number(), z.number()]),
  classes: z.int().check(z.minimum(2)),
  data: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('fashion-mnist-train'), count: z.int().check(z.minimum(1)) }),
    z.object({ kind: z.literal('synthetic'), count: z.int().check(z.minimum(1)), seed: z.number() }),
  ]),
  layers: z.array(trajectoryLayer),
  loss: z.enum(lossNames),
  l1: z._default(z.number().check(z.minimum(0)), 0),
  l2: z._default(z.number().check(z.minimum(0)), 0),
  globalClipNorm: z._default(z.nullable(z.number().check(z.positive())), null),
  optimizer,
  batchSize: z.int().check(z.minimum(1)),
  steps: z.int().check(z.minimum(1)),
  init: z.object({ kind: z.literal('lcg-glorot-uniform'), seed: z.number() }),
  expected: z.object({
    lossPerStep: z.array(z.number()),
    correctPerStep: z.optional(z.array(z.int())),
    finalWeights: z.array(
      z.object({
        samples: z.array(z.tuple([z.int(), z.number()])),
      }),
    ),
    inferenceLoss: z.optional(z.number()),
  }),
});

/** @throws ZodError when the value is not a trajectory */
export function parseTrajectory(value: unknown): Trajectory {
  return schema.parse(value, { error: en().localeError });
}

/**
 * The trajectory's samples, with one-hot targets where its loss takes them.
 *
 * @param fashionMnist gives the first samples of Fashion-MNIST's training set
 */
export async function trajectorySamples(
  trajectory: Trajectory,
  fashionMnist: (count: number) => Promise<Samples>,
): Promise<Samples> {
  const { data, classes, loss } = trajectory;
  const samples = data.kind === 'synthetic' ? synthetic(trajectory, data) : await fashionMnist(data.count);
  return withTargets(samples, loss, classes);
}

function synthetic(
  { input: [height, width, channels], classes }: Trajectory,
  { count, seed }: { count: number; seed: number },
): Samples {
  const random = linearCongruential(seed);
  const images = new Uint8Array(count * height * width * channels).map(() => {
    const u = random();
    const v = random();
    return u < 0.5 ? Math.floor(256 * v) : 0;
  });
  const labels = new Uint8Array(count).map(() => Math.floor(classes * random()));
  return { images, labels, count, height, width, channels };
}
