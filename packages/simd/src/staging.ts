import type { TrainingConfig } from '@atelier/training';
import type { SimdSamples } from './loaded-samples.ts';
import type { Arena } from './memory/arena.ts';
import {
  RUN_BATCH_SIZE,
  RUN_COEFFICIENTS,
  RUN_CORRECT,
  RUN_FIRST_STEP,
  RUN_IMAGES,
  RUN_LABELS,
  RUN_LOSSES,
  RUN_ORDER,
  RUN_PREDICTIONS,
  RUN_PROGRAM,
  RUN_PROGRAM_END,
  RUN_SAMPLES,
  RUN_STEPS,
  RUN_TARGETS,
  RUN_WEIGHTS,
  SCRATCH,
  SCRATCH_BYTES,
} from './memory/control.ts';
import type { EngineMemory } from './memory/engine-memory.ts';
import { COEFFICIENTS, stepCoefficients } from './optimizer/coefficients.ts';
import type { PlacedProgram, Plan } from './compile.ts';

/** The most samples in a run of steps, and floats in a run of predictions. */
const RUN_SAMPLE_LIMIT = 32_768;
const RUN_OUTPUT_LIMIT = 65_536;
const RUN_STEP_LIMIT = 1024;

/** A run's steps, when they train. */
export interface StagedTraining {
  readonly learningRates: Float64Array;
  readonly firstStep: number;
}

/**
 * Buffers between JavaScript and the kernels for a run of steps: indices and coefficients in, losses,
 * counts and predictions out. Of fixed size, so that longer runs are cut.
 */
export class Staging {
  /** The most steps in a run. */
  readonly steps: number;
  /** The most samples in a run of predictions: whole batches. */
  readonly predictionSamples: number;
  readonly #config: TrainingConfig;
  readonly #outputs: number;
  readonly #order: number;
  readonly #coefficients: number;
  readonly #losses: number;
  readonly #correct: number;
  readonly #predictions: number;

  constructor(config: TrainingConfig, outputs: number, arena: Arena) {
    const { batchSize } = config;
    this.#config = config;
    this.#outputs = outputs;
    this.steps = Math.max(1, Math.min(RUN_STEP_LIMIT, Math.floor(RUN_SAMPLE_LIMIT / batchSize)));
    const predictionSteps = Math.max(1, Math.floor(RUN_OUTPUT_LIMIT / (batchSize * outputs)));
    this.predictionSamples = batchSize * Math.min(this.steps, predictionSteps);
    this.#order = arena.allocate(this.steps * batchSize * 4);
    this.#coefficients = arena.allocate(this.steps * COEFFICIENTS * 4);
    this.#losses = arena.allocate(this.steps * 8);
    this.#correct = arena.allocate(this.steps * 4);
    this.#predictions = arena.allocate(this.predictionSamples * outputs * 4);
  }

  /** Tells the kernels where their working memory is. */
  writeScratch(memory: EngineMemory, { scratch, scratchBytes }: Plan): void {
    memory.unsigned(SCRATCH, 1)[0] = scratch;
    memory.unsigned(SCRATCH_BYTES, 1)[0] = scratchBytes;
  }

  /** Describes the next run. */
  write(
    memory: EngineMemory,
    { address, words }: PlacedProgram,
    { images, labels, targets, weights }: SimdSamples,
    order: Uint32Array,
    training?: StagedTraining,
  ): void {
    const { batchSize, optimizer } = this.#config;
    const steps = Math.ceil(order.length / batchSize);
    memory.unsigned(this.#order, order.length).set(order);
    const coefficients = memory.floats(this.#coefficients, steps * COEFFICIENTS);
    const firstStep = training?.firstStep ?? 0;
    for (const [step, learningRate] of (training?.learningRates ?? []).entries()) {
      coefficients.set(stepCoefficients(optimizer, learningRate, firstStep + step + 1), step * COEFFICIENTS);
    }
    const control = memory.unsigned(0, RUN_WEIGHTS / 4 + 1);
    const words32: readonly (readonly [number, number])[] = [
      [RUN_PROGRAM, address],
      [RUN_PROGRAM_END, address + words.length],
      [RUN_STEPS, steps],
      [RUN_BATCH_SIZE, batchSize],
      [RUN_SAMPLES, order.length],
      [RUN_FIRST_STEP, firstStep],
      [RUN_IMAGES, images],
      [RUN_LABELS, labels],
      [RUN_TARGETS, targets],
      [RUN_WEIGHTS, weights],
      [RUN_ORDER, this.#order],
      [RUN_COEFFICIENTS, this.#coefficients],
      [RUN_LOSSES, this.#losses],
      [RUN_CORRECT, this.#correct],
      [RUN_PREDICTIONS, this.#predictions],
    ];
    for (const [offset, value] of words32) control[offset / 4] = value;
  }

  /** Views of the run's results; copy them before the next run. */
  losses(memory: EngineMemory, steps: number): Float64Array {
    return memory.doubles(this.#losses, steps);
  }

  correct(memory: EngineMemory, steps: number): Uint32Array {
    return memory.unsigned(this.#correct, steps);
  }

  predictions(memory: EngineMemory, samples: number): Float32Array {
    return memory.floats(this.#predictions, samples * this.#outputs);
  }
}
