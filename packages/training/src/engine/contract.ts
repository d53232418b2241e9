import type { EngineModel } from './engine-model.ts';
import type { NamedTensor } from '../model/named-tensor.ts';
import type { Averaging } from '../settings/averaging.ts';
import type { LossName } from '../settings/losses/losses.ts';
import type { OptimizerConfig } from '../settings/optimizers.ts';
import type { Samples } from '../samples/samples.ts';

/**
 * An engine runs training steps for a model. The loop (`fit`) decides which samples, in which order, at which
 * learning rate; the engine does the arithmetic. All engines pass one conformance suite (`@atelier/training/conformance`).
 */
export interface Engine {
  /** As the user types it and `run.json` records it: `tfjs`, `simd`. */
  readonly name: string;
  /**
   * Prepares the engine for a model, with the model's current weights and new optimizer slots. Layers with `trainable: false` are
   * frozen: their weights keep their bits and get no slots, and a frozen batch normalization uses its moving statistics and leaves
   * them, as in Keras. Dropout stays dropout.
   *
   * @throws UnsupportedError naming the layer, loss or option that this engine cannot run
   */
  prepare(model: EngineModel, config: TrainingConfig): Promise<EngineSession>;
}

/** What stays fixed for all steps of a run. */
export interface TrainingConfig {
  /** One of `lossNames`. */
  readonly loss: LossName;
  /**
   * The share of each target that is spread evenly over the classes, in [0, 1), default 0: the loss is that of
   * `(1 - share) * target + share / classes`, in training and evaluation, as in Keras. A single sigmoid has two classes.
   */
  readonly labelSmoothing?: number;
  /** With every default filled in. Its learning rate is not used: each step has its own. */
  readonly optimizer: OptimizerConfig;
  /** Samples per step, at least 1. The last batch of a run of steps may be smaller. */
  readonly batchSize: number;
  /** Gradients are scaled down so that their global norm is at most this; `null` for no clipping. */
  readonly globalClipNorm: number | null;
  /** Keeps an average of all weights, with moving statistics, beside them; by default none. */
  readonly average?: Averaging;
  /** The run's seed, which determines dropout masks (see `dropout.ts`). */
  readonly seed: number;
  /** Whether the session takes no step, but evaluates and predicts, with the weights that the model has now. Default false. */
  readonly inference?: boolean;
}

/**
 * A model in training. Calls are made one after another, never concurrently. A session owns its weights between
 * `prepare` and `dispose`; `getWeights` copies them out.
 */
export interface EngineSession {
  /**
   * Hands samples to the engine, which may copy or index them. The arrays must not change until `unload`.
   *
   * @param weights factors of the samples' losses, `[count]`, finite and at least 0; by default 1. Batches' losses, and with them
   *   gradients, are sums of the weighted losses divided by the number of samples, as in Keras
   * @throws RangeError when images, targets or weights don't fit the model or each other
   */
  load(samples: Samples, weights?: Float32Array): Promise<LoadedSamples>;
  /**
   * Runs consecutive optimizer steps. `order` is cut into batches of `batchSize`.
   *
   * @throws Error in a session for inference
   */
  trainSteps(samples: LoadedSamples, steps: TrainingSteps): Promise<BatchMetrics>;
  /** Loss, correct predictions and outputs of samples `start … end - 1`, in batches of `batchSize`; the weights do not change. */
  evaluateBatches(samples: LoadedSamples, range: SampleRange): Promise<EvaluatedBatches>;
  /** The model's output (probabilities after a softmax) for samples `start … end - 1`, `[end - start, outputs]`. */
  predict(samples: LoadedSamples, range: SampleRange): Promise<Float32Array>;
  /** Copies of all weights, in the order of `model.weights`, named by `weightName`. */
  getWeights(): Promise<readonly NamedTensor[]>;
  /**
   * Sets the weights, in the order of `getWeights`. Names are not compared: those of unnamed layers depend on how many the
   * process made before.
   *
   * @throws RangeError when there are not as many as `getWeights` gives, or of other shapes
   */
  setWeights(weights: readonly NamedTensor[]): Promise<void>;
  /**
   * Copies of the optimizer's slots (moments, velocities), named `<slot>/<weight>`: for each of `slotNames(optimizer)`,
   * the trainable weights in the order of `model.trainableWeights`.
   */
  getOptimizerSlots(): Promise<readonly NamedTensor[]>;
  /** Sets the slots, in the order of `getOptimizerSlots`; throws like `setWeights`. */
  setOptimizerSlots(slots: readonly NamedTensor[]): Promise<void>;
  /**
   * Copies of the average of the weights over the steps so far, in the order of `getWeights`; before the first step, the weights
   * that the session was prepared with. Empty without `average`.
   */
  getAverage(): Promise<readonly NamedTensor[]>;
  /** Sets the average, in the order of `getAverage`; throws like `setWeights`. */
  setAverage(average: readonly NamedTensor[]): Promise<void>;
  /** Frees memory and ends threads. The session is unusable afterwards; a second call does nothing. */
  dispose(): Promise<void>;
}

/** Samples that an engine holds. */
export interface LoadedSamples {
  readonly count: number;
  /**
   * Takes other images of the same samples, as each epoch of an augmented training does; labels and targets stay.
   *
   * @param images as many bytes as were loaded; the same rules as for `load`
   * @throws RangeError for another number of bytes
   */
  replaceImages(images: Uint8Array): void;
  /** Frees the memory. A second call does nothing. */
  unload(): void;
}

/** Samples from `start` to before `end`, counted from 0. */
export interface SampleRange {
  /** The first, from 0. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** A run of training steps. */
export interface TrainingSteps {
  /** Indices of samples, cut into batches of `batchSize` in this order; the last batch may be smaller. */
  readonly order: Uint32Array;
  /** One per step: `[ceil(order.length / batchSize)]`. */
  readonly learningRates: Float64Array;
  /** Steps of the run before these, from 0. Adam's bias correction and dropout's masks use it. */
  readonly firstStep: number;
}

/** One entry per batch. */
export interface BatchMetrics {
  /** Mean (weighted) loss over the batch's samples before the update, with the penalty of regularizers in layers that are not frozen. */
  readonly losses: Float64Array;
  /** Correctly predicted samples before the update: argmax, or output > 0.5 for a single sigmoid. */
  readonly correct: Uint32Array;
}

/** Metrics of batches, and the outputs that they come from. */
export interface EvaluatedBatches extends BatchMetrics {
  /** What `predict` gives for the same samples, bit for bit, `[samples, outputs]`. */
  readonly outputs: Float32Array;
}
