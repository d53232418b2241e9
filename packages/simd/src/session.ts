import {
  type BatchMetrics,
  type EngineModel,
  type EngineSession,
  type EvaluatedBatches,
  type LoadedSamples,
  type NamedTensor,
  type SampleRange,
  type Samples,
  type TrainingConfig,
  type TrainingSteps,
} from '@atelier/training';
import { SimdSamples } from './loaded-samples.ts';
import type { EngineMemory } from './memory/engine-memory.ts';
import { writeOptimizer } from './optimizer/coefficients.ts';
import type { PlacedProgram, Plan } from './compile.ts';
import { StoredTensors } from './stored-tensors.ts';
import type { StagedTraining, Staging } from './staging.ts';
import type { Runner } from './threads/runner.ts';
import { ThreadChoice } from './threads/thread-choice.ts';

/** What `simdEngine` prepared for a session. */
export interface SessionParts {
  readonly model: EngineModel;
  readonly config: TrainingConfig;
  readonly plan: Plan;
  readonly staging: Staging;
  readonly memory: EngineMemory;
  readonly runner: Runner;
  /** The numbers of threads to choose from, ascending; without them all take part. */
  readonly choices?: readonly number[] | undefined;
}

/**
 * A model in training. The plan's addresses never change; the memory holds the only copy of weights and slots.
 */
export class SimdSession implements EngineSession {
  readonly #parts: SessionParts;
  readonly #tensors: StoredTensors;
  /** For each program, since what pays for one may not for another. */
  readonly #choices = new Map<PlacedProgram, ThreadChoice>();
  #disposed = false;
  #busy = false;
  /** Calls that run kernels and have not completed: while there are any, a thread may still write to the memory. */
  #unsettled = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { model, config, plan, memory } = parts;
    for (const { address, words } of programs(plan)) memory.bytes(address, words.length).set(words);
    for (const { address, values } of plan.tables) memory.floats(address, values.length).set(values);
    for (const parameter of plan.parameters) parameter.writeDescriptor(memory);
    writeOptimizer(memory, config.optimizer);
    parts.staging.writeScratch(memory, plan);
    this.#tensors = new StoredTensors(plan.parameters, config, memory);
    this.#tensors.write('weights', model.weights());
    if (config.average) this.#tensors.write('average', model.weights());
  }

  async load(samples: Samples, weights?: Float32Array): Promise<LoadedSamples> {
    this.#checkFree();
    const { model, config, plan, memory } = this.#parts;
    return new SimdSamples(samples, weights, { model, loss: config.loss, outputs: plan.outputs }, memory);
  }

  async trainSteps(loaded: LoadedSamples, steps: TrainingSteps): Promise<BatchMetrics> {
    if (this.#parts.config.inference) throw new Error('This session is for inference: it takes no steps');
    const samples = this.#learnable(loaded);
    const { order, learningRates, firstStep } = steps;
    const batches = Math.ceil(order.length / this.#parts.config.batchSize);
    if (learningRates.length !== batches) {
      throw new RangeError(`${batches} steps take ${batches} learning rates; found ${learningRates.length}`);
    }
    const wrong = order.findIndex((index) => index >= samples.count);
    if (wrong >= 0) {
      throw new RangeError(
        `Sample indices are below ${samples.count}; found ${order[wrong]} at position ${wrong}`,
      );
    }
    const { plan, staging, config } = this.#parts;
    const metrics = this.#metrics(order);
    const work = {
      samples,
      order,
      most: staging.steps * config.batchSize,
      training: { learningRates, firstStep },
    };
    await this.#eachRun(plan.train, work, (start, count) => this.#collectMetrics(metrics, start, count));
    return metrics;
  }

  async evaluateBatches(loaded: LoadedSamples, range: SampleRange): Promise<EvaluatedBatches> {
    const samples = this.#learnable(loaded);
    const order = indicesOf(range, samples.count);
    const { plan, staging } = this.#parts;
    const metrics = this.#metrics(order);
    const outputs = new Float32Array(order.length * plan.outputs);
    await this.#eachRun(
      plan.evaluate,
      { samples, order, most: staging.predictionSamples },
      (start, count) => {
        this.#collectMetrics(metrics, start, count);
        this.#collectOutputs(outputs, start, count);
      },
    );
    return { ...metrics, outputs };
  }

  async predict(loaded: LoadedSamples, range: SampleRange): Promise<Float32Array> {
    const samples = this.#own(loaded);
    const { plan, staging } = this.#parts;
    const order = indicesOf(range, samples.count);
    const outputs = new Float32Array(order.length * plan.outputs);
    await this.#eachRun(plan.predict, { samples, order, most: staging.predictionSamples }, (start, count) => {
      this.#collectOutputs(outputs, start, count);
    });
    return outputs;
  }

  async getWeights(): Promise<readonly NamedTensor[]> {
    this.#checkFree();
    return this.#tensors.read('weights');
  }

  async setWeights(weights: readonly NamedTensor[]): Promise<void> {
    this.#checkFree();
    this.#tensors.write('weights', weights);
  }

  async getOptimizerSlots(): Promise<readonly NamedTensor[]> {
    this.#checkFree();
    return this.#tensors.read('slots');
  }

  async setOptimizerSlots(slots: readonly NamedTensor[]): Promise<void> {
    this.#checkFree();
    this.#tensors.write('slots', slots);
  }

  async getAverage(): Promise<readonly NamedTensor[]> {
    this.#checkFree();
    return this.#tensors.read('average');
  }

  async setAverage(average: readonly NamedTensor[]): Promise<void> {
    this.#checkFree();
    this.#tensors.write('average', average);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const { runner, memory } = this.#parts;
    const quiet = this.#unsettled === 0;
    await runner.dispose();
    if (quiet) memory.release();
  }

  /**
   * Runs a program over samples, in runs that fit the staging buffers; `collect` copies what a run left there. Other calls have to wait:
   * between two runs they would change what is staged or read, and during one what the threads work on.
   */
  async #eachRun(
    placed: PlacedProgram,
    work: Work,
    collect: (start: number, count: number) => void,
  ): Promise<void> {
    const { order } = work;
    this.#busy = true;
    this.#unsettled += 1;
    try {
      for (let start = 0; start < order.length;) {
        const count = await this.#runFrom(start, placed, work);
        collect(start, count);
        start += count;
      }
      this.#unsettled -= 1;
    } finally {
      this.#busy = false;
    }
  }

  /** One run, from a sample on. Returns of how many samples it was. */
  async #runFrom(
    start: number,
    placed: PlacedProgram,
    { samples, order, most, training }: Work,
  ): Promise<number> {
    const { config, staging, memory } = this.#parts;
    const { batchSize } = config;
    const batches = this.#batches(placed, Math.min(most, order.length - start));
    const run = order.subarray(start, start + batches * batchSize);
    const first = start / batchSize;
    staging.write(
      memory,
      placed,
      samples,
      run,
      training && {
        learningRates: training.learningRates.subarray(first, first + batches),
        firstStep: training.firstStep + first,
      },
    );
    await this.#run(placed, run.length);
    return run.length;
  }

  #metrics(order: Uint32Array): BatchMetrics {
    const batches = Math.ceil(order.length / this.#parts.config.batchSize);
    return { losses: new Float64Array(batches), correct: new Uint32Array(batches) };
  }

  #collectMetrics({ losses, correct }: BatchMetrics, start: number, count: number): void {
    const { config, staging, memory } = this.#parts;
    const first = start / config.batchSize;
    const steps = Math.ceil(count / config.batchSize);
    losses.set(staging.losses(memory, steps), first);
    correct.set(staging.correct(memory, steps), first);
  }

  #collectOutputs(outputs: Float32Array, start: number, count: number): void {
    const { plan, staging, memory } = this.#parts;
    outputs.set(staging.predictions(memory, count), start * plan.outputs);
  }

  /** How many batches the next run takes, of at most `most` samples. */
  #batches(placed: PlacedProgram, most: number): number {
    const { config, choices, runner } = this.#parts;
    const all = Math.ceil(most / config.batchSize);
    if (!choices) return all;
    const choice = this.#choices.get(placed) ?? new ThreadChoice(choices);
    this.#choices.set(placed, choice);
    const samples = choice.next(most, (threads) => runner.ready(threads));
    return Math.min(all, Math.ceil(samples / config.batchSize));
  }

  /** Runs what is staged on as many threads as were chosen. */
  async #run(placed: PlacedProgram, samples: number): Promise<void> {
    const { runner } = this.#parts;
    const choice = this.#choices.get(placed);
    if (!choice) return runner.run();
    const begin = performance.now();
    await runner.run(choice.threads);
    choice.record(samples, performance.now() - begin);
  }

  #own(loaded: LoadedSamples): SimdSamples {
    this.#checkFree();
    if (!(loaded instanceof SimdSamples)) throw new TypeError('These samples were loaded by another engine');
    if (!loaded.present) throw new Error('These samples were unloaded: load them again');
    return loaded;
  }

  #learnable(loaded: LoadedSamples): SimdSamples {
    const samples = this.#own(loaded);
    if (samples.defect !== undefined) throw samples.defect;
    return samples;
  }

  #checkFree(): void {
    if (this.#disposed) throw new Error('This session was disposed: prepare another one');
    if (this.#busy) throw new Error('The simd engine is busy: await one call before the next');
  }
}

/** What a call asks for. */
interface Work {
  readonly samples: SimdSamples;
  readonly order: Uint32Array;
  /** The most samples that the staging buffers hold: whole batches. */
  readonly most: number;
  readonly training?: StagedTraining;
}

function programs({ train, evaluate, predict }: Plan): readonly PlacedProgram[] {
  return [train, evaluate, predict];
}

function indicesOf({ start, end }: SampleRange, count: number): Uint32Array {
  if (!(start >= 0 && start <= end && end <= count)) {
    throw new RangeError(`A range of ${count} samples lies within 0 and ${count}; found ${start} to ${end}`);
  }
  return Uint32Array.from({ length: end - start }, (_, i) => start + i);
}
