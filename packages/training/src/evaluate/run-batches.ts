import type { EngineSession, LoadedSamples } from '../engine/contract.ts';
import { StepPacer, yieldToEventLoop } from '../engine/step-pacer.ts';
import { MeanMetrics } from './mean-metrics.ts';

export interface BatchRunOptions {
  readonly batchSize: number;
  readonly signal?: AbortSignal;
}

/**
 * Loss and accuracy of all samples. Stops early, with the means so far, when the signal aborts.
 *
 * @param onOutputs takes the outputs of the samples from `start` on, `[samples, outputs]`
 */
export async function evaluateLoaded(
  session: EngineSession,
  loaded: LoadedSamples,
  options: BatchRunOptions,
  onOutputs?: (outputs: Float32Array, start: number) => void,
): Promise<MeanMetrics> {
  const metrics = new MeanMetrics();
  await eachSlice(loaded.count, options, async (start, end) => {
    const { losses, correct, outputs } = await session.evaluateBatches(loaded, { start, end });
    onOutputs?.(outputs, start);
    for (let batch = 0; batch < losses.length; batch++) {
      const samples = Math.min(options.batchSize, end - start - batch * options.batchSize);
      metrics.add(samples, losses[batch]!, correct[batch]!);
    }
  });
  return metrics;
}

/** The model's output for all samples, `[count, outputs]`. */
export async function predictLoaded(
  session: EngineSession,
  loaded: LoadedSamples,
  outputs: number,
  options: BatchRunOptions,
): Promise<Float32Array> {
  const probabilities = new Float32Array(loaded.count * outputs);
  await eachSlice(loaded.count, options, async (start, end) => {
    probabilities.set(await session.predict(loaded, { start, end }), start * outputs);
  });
  return probabilities;
}

async function eachSlice(
  count: number,
  { batchSize, signal }: BatchRunOptions,
  run: (start: number, end: number) => Promise<void>,
): Promise<void> {
  const pacer = new StepPacer();
  for (let start = 0; start < count;) {
    if (signal?.aborted) return;
    const { steps } = pacer;
    const end = Math.min(start + steps * batchSize, count);
    const begin = performance.now();
    await run(start, end);
    pacer.measured(Math.ceil((end - start) / batchSize), performance.now() - begin);
    start = end;
    await yieldToEventLoop();
  }
}
