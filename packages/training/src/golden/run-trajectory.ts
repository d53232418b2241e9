import type { Engine, EngineSession, LoadedSamples } from '../engine/contract.ts';
import { engineModel } from '../engine/engine-model.ts';
import type { Samples } from '../samples/samples.ts';
import type { Trajectory } from './trajectory.ts';
import { trajectoryModel } from './trajectory-model.ts';

/** How far a float32 engine may deviate from a float64 reference. */
export const goldenTolerance = {
  /** Relative, on the loss of every step. */
  loss: 2e-5,
  /** Absolute, on every sample of the final weights. */
  weight: 5e-6,
} as const;

/** The largest deviations of an engine from a reference trajectory. */
export interface Deviation {
  /** Relative; of the steps' losses, and of that of inference where the reference has one. */
  readonly loss: number;
  /** Absolute. */
  readonly weight: number;
  /** Steps whose count of correct predictions differs; for information only, since ties may go either way. */
  readonly stepsWithOtherCorrect: number;
  /** Both deviations are within `goldenTolerance`. */
  readonly within: boolean;
}

/** Repeats a reference trajectory on an engine. */
export async function runTrajectory(
  engine: Engine,
  trajectory: Trajectory,
  samples: Samples,
): Promise<Deviation> {
  const { batchSize, steps, loss, optimizer, globalClipNorm, expected } = trajectory;
  const model = trajectoryModel(trajectory);
  const session = await engine.prepare(engineModel(model), {
    loss,
    optimizer,
    batchSize,
    globalClipNorm,
    seed: 0,
  });
  try {
    const loaded = await session.load(samples);
    const losses: number[] = [];
    const correct: number[] = [];
    const order = Uint32Array.from({ length: samples.count }, (_, index) => index);
    const stepsPerPass = Math.ceil(samples.count / batchSize);
    while (losses.length < steps) {
      const count = Math.min(stepsPerPass, steps - losses.length);
      const metrics = await session.trainSteps(loaded, {
        order: order.subarray(0, count * batchSize),
        learningRates: new Float64Array(count).fill(optimizer.learningRate),
        firstStep: losses.length,
      });
      losses.push(...metrics.losses);
      correct.push(...metrics.correct);
    }
    const weights = await session.getWeights();
    const expectedLosses = [...expected.lossPerStep];
    if (expected.inferenceLoss !== undefined) {
      losses.push(await inferenceLoss(session, loaded, samples));
      expectedLosses.push(expected.inferenceLoss);
    }
    const lossDeviation = largest(
      expectedLosses.map((value, step) => Math.abs(losses[step]! - value) / Math.abs(value)),
    );
    const weightDeviation = largest(
      expected.finalWeights.flatMap((tensor, index) =>
        tensor.samples.map(([position, value]) =>
          Math.abs((weights[index]?.values[position] ?? Number.NaN) - value),
        ),
      ),
    );
    return {
      loss: lossDeviation,
      weight: weightDeviation,
      stepsWithOtherCorrect:
        expected.correctPerStep?.filter((value, step) => value !== correct[step]).length ?? 0,
      within: lossDeviation <= goldenTolerance.loss && weightDeviation <= goldenTolerance.weight,
    };
  } finally {
    await session.dispose();
    model.dispose();
  }
}

/** The mean cross-entropy of all samples' labels, without the penalty. */
async function inferenceLoss(
  session: EngineSession,
  loaded: LoadedSamples,
  { count, labels }: Samples,
): Promise<number> {
  const probabilities = await session.predict(loaded, { start: 0, end: count });
  const classes = probabilities.length / count;
  const losses = Array.from(labels ?? [], (label, i) => -Math.log(probabilities[i * classes + label]!));
  return losses.reduce((sum, loss) => sum + loss, 0) / count;
}

/** NaN when any of the values is. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most || Number.isNaN(value) ? value : most), 0);
}
