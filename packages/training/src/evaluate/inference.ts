import { checkCount } from '@atelier/checks';
import { checkEngine } from '../engine/check-engine.ts';
import type { Engine, EngineSession, LoadedSamples } from '../engine/contract.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { Samples } from '../samples/samples.ts';
import type { LossName } from '../settings/losses/losses.ts';
import { checkSmoothing, resolveOptimizer } from '../settings/resolve.ts';
import { tfjsEngine } from '../tfjs/engine.ts';
import type { TestTimeAugmentation } from './augmentation-at-test.ts';
import { combineOutputs } from './combine-outputs.ts';
import { mirrored } from './mirrored.ts';
import { predictLoaded } from './run-batches.ts';

interface InferenceOptions {
  readonly engine?: Engine;
  readonly batchSize?: number;
  readonly labelSmoothing?: number;
}

/**
 * A session that takes no step.
 *
 * @throws TypeError or RangeError for an option of another kind, or out of range
 */
export async function inferenceSession(
  model: EngineModel,
  { engine = tfjsEngine(), batchSize = 256, labelSmoothing = 0 }: InferenceOptions,
  loss: LossName,
): Promise<EngineSession> {
  checkCount('batchSize', batchSize);
  checkEngine(engine);
  checkSmoothing(labelSmoothing);
  // sgd is the optimizer without slots.
  const optimizer = resolveOptimizer('sgd');
  return engine.prepare(model, {
    loss,
    labelSmoothing,
    optimizer,
    batchSize,
    globalClipNorm: null,
    seed: 0,
    inference: true,
  });
}

/** The outputs for samples that were loaded. */
export async function outputsOf(
  session: EngineSession,
  samples: Samples,
  loaded: LoadedSamples,
  units: number,
  { batchSize, tta }: { readonly batchSize: number; readonly tta: TestTimeAugmentation },
): Promise<Float32Array> {
  const outputs = await predictLoaded(session, loaded, units, { batchSize });
  if (tta === 'none') return outputs;
  loaded.unload();
  const reflected = await session.load(mirrored(samples));
  try {
    const others = await predictLoaded(session, reflected, units, { batchSize });
    return combineOutputs([outputs, others], units, 'mean');
  } finally {
    reflected.unload();
  }
}

/** A NaN would count as class 0. */
export function checkFinite(outputs: Float32Array, units: number): void {
  const wrong = outputs.findIndex((output) => !Number.isFinite(output));
  if (wrong >= 0) {
    throw new RangeError(
      `The output for sample ${Math.floor(wrong / units)} is ${outputs[wrong]}: the model's weights are not finite, or far too large`,
    );
  }
}
