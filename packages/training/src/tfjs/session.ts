import {
  add,
  mean,
  mul,
  type Scalar,
  type Tensor2D,
  tensor1d,
  type TensorContainer,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type {
  BatchMetrics,
  EngineSession,
  EvaluatedBatches,
  LoadedSamples,
  SampleRange,
  TrainingConfig,
  TrainingSteps,
} from '../engine/contract.ts';
import { countCorrect } from '../engine/predicted-class.ts';
import type { LentModel } from '../engine/engine-model.ts';
import { endsOfLayersModel, type ModelEnds } from '../model/ends.ts';
import type { Samples } from '../samples/samples.ts';
import { readWeights, weightSpecs } from '../model/weights.ts';
import { assignWeights } from './assign-weights.ts';
import { imagesOf, targetsOf } from './batch.ts';
import { checkComputable, checkTrainable } from './check-layers.ts';
import { freezeNormalizations } from './frozen-normalization.ts';
import { frozenLayersOf, type Layer, layersOf } from '../model/layers-of.ts';
import { KeptWeights } from './kept-weights.ts';
import { ownSamples, TfjsSamples } from './loaded-samples.ts';
import { type LogitsModel, logitsModel } from './logits.ts';
import type { BatchTargets } from './losses/loss-from-logits.ts';
import { lossesFromLogits } from './losses/losses.ts';
import { withMendedKernels } from './mended-kernels.ts';
import { withMendedGradients } from './mended-gradients.ts';
import { SeededDropout } from './seeded-dropout.ts';
import { TrainableWeights } from './trainable-weights.ts';
import { WeightAverages } from './weight-averages.ts';
import { type NamedTensor, checkTensors } from '../model/named-tensor.ts';

/**
 * Trains the model's own weights in place. It owns the optimizer's slots, and the dropout layers while it lives. A session for inference
 * leaves the model as it is, and computes with the weights that it had at first.
 */
export class TfjsSession implements EngineSession {
  readonly #model: LayersModel;
  readonly #config: TrainingConfig;
  readonly #logitsModel: LogitsModel;
  /** For inference: the weights; layers compute as they are. */
  readonly #kept: KeptWeights | undefined;
  readonly #dropout: SeededDropout | undefined;
  readonly #thawNormalizations: (() => void) | undefined;
  readonly #trainable: TrainableWeights;
  /** Those whose penalty counts: in Keras, that of frozen ones does not. */
  readonly #unfrozen: readonly Layer[];
  readonly #ends: ModelEnds;
  readonly #inputShape: readonly number[];
  readonly #outputs: number;
  readonly #averages: WeightAverages;
  readonly #release: () => void;

  constructor({ model, release }: LentModel, config: TrainingConfig) {
    this.#model = model;
    this.#release = release;
    this.#config = config;
    // Checks come before anything that would have to be freed.
    this.#logitsModel = logitsModel(model);
    checkComputable(model);
    if (config.inference) {
      this.#kept = new KeptWeights(model);
    } else {
      checkTrainable(model);
      this.#dropout = new SeededDropout(model, config.seed);
      this.#thawNormalizations = freezeNormalizations(model);
    }
    const frozen = frozenLayersOf(model);
    this.#unfrozen = layersOf(model).filter((layer) => !frozen.has(layer));
    this.#ends = endsOfLayersModel(model);
    this.#outputs = this.#ends.units;
    this.#inputShape = this.#ends.inputShape.map(Number);
    this.#averages = new WeightAverages(model, config.average);
    this.#trainable = new TrainableWeights(model, config);
  }

  async load(samples: Samples, weights?: Float32Array): Promise<LoadedSamples> {
    return new TfjsSamples(samples, weights, this.#ends);
  }

  async trainSteps(loaded: LoadedSamples, steps: TrainingSteps): Promise<BatchMetrics> {
    if (this.#config.inference) throw new Error('This session is for inference: it takes no steps');
    const { order, learningRates, firstStep } = steps;
    return this.#eachBatch(loaded, order, (indices, batch, samples) =>
      this.#step(samples, indices, batch, firstStep, learningRates),
    );
  }

  async evaluateBatches(loaded: LoadedSamples, range: SampleRange): Promise<EvaluatedBatches> {
    const order = indicesOf(range);
    const outputs = new Float32Array(order.length * this.#outputs);
    const metrics = this.#eachBatch(loaded, order, (indices, batch, { samples, weights }) =>
      this.#computing(() => {
        const targets = targetsOf(samples, indices, this.#outputs, weights);
        const logits = this.#logitsModel.logits(imagesOf(samples, indices, this.#inputShape), false);
        const loss = this.#loss(logits, targets);
        outputs.set(
          this.#logitsModel.probabilities(logits).dataSync(),
          batch * this.#config.batchSize * this.#outputs,
        );
        return { loss: loss.dataSync()[0]!, correct: this.#correct(logits, targets) };
      }),
    );
    return { ...metrics, outputs };
  }

  async predict(loaded: LoadedSamples, range: SampleRange): Promise<Float32Array> {
    const { samples } = ownSamples(loaded);
    const order = indicesOf(range);
    const outputs = new Float32Array(order.length * this.#outputs);
    for (const [batch, indices] of this.#batchesOf(order).entries()) {
      const probabilities = this.#computing(() => {
        const images = imagesOf(samples, indices, this.#inputShape);
        return this.#logitsModel.probabilities(this.#logitsModel.logits(images, false)).dataSync();
      });
      outputs.set(probabilities, batch * this.#config.batchSize * this.#outputs);
    }
    return outputs;
  }

  async getWeights(): Promise<readonly NamedTensor[]> {
    const read = (): readonly NamedTensor[] => readWeights(this.#model);
    return this.#kept ? this.#kept.use(read) : read();
  }

  async setWeights(weights: readonly NamedTensor[]): Promise<void> {
    if (this.#kept) {
      checkTensors(weights, weightSpecs(this.#model));
      this.#kept.replace(weights);
    } else {
      assignWeights(this.#model, weights);
    }
  }

  async getOptimizerSlots(): Promise<readonly NamedTensor[]> {
    return this.#trainable.readSlots();
  }

  async setOptimizerSlots(slots: readonly NamedTensor[]): Promise<void> {
    this.#trainable.writeSlots(slots);
  }

  async getAverage(): Promise<readonly NamedTensor[]> {
    return this.#averages.read();
  }

  async setAverage(average: readonly NamedTensor[]): Promise<void> {
    this.#averages.write(average);
  }

  async dispose(): Promise<void> {
    this.#averages.dispose();
    this.#kept?.dispose();
    this.#thawNormalizations?.();
    this.#dropout?.dispose();
    this.#trainable.dispose();
    this.#release();
  }

  /** Frees what `compute` leaves. */
  #computing<Result extends TensorContainer>(compute: () => Result): Result {
    const kept = this.#kept;
    return withMendedKernels(() => tidy(() => (kept ? kept.use(compute) : compute())));
  }

  #batchesOf(order: Uint32Array): Uint32Array[] {
    const { batchSize } = this.#config;
    return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, batch) =>
      order.subarray(batch * batchSize, (batch + 1) * batchSize),
    );
  }

  #eachBatch(
    loaded: LoadedSamples,
    order: Uint32Array,
    run: (indices: Uint32Array, batch: number, samples: TfjsSamples) => { loss: number; correct: number },
  ): BatchMetrics {
    const samples = ownSamples(loaded);
    samples.checkTargetsOnce(this.#config.loss);
    const batches = this.#batchesOf(order);
    const metrics = {
      losses: new Float64Array(batches.length),
      correct: new Uint32Array(batches.length),
    };
    for (const [batch, indices] of batches.entries()) {
      const { loss, correct } = run(indices, batch, samples);
      metrics.losses[batch] = loss;
      metrics.correct[batch] = correct;
    }
    return metrics;
  }

  #step(
    { samples, weights }: TfjsSamples,
    indices: Uint32Array,
    batch: number,
    firstStep: number,
    learningRates: Float64Array,
  ): { loss: number; correct: number } {
    const targets = targetsOf(samples, indices, this.#outputs, weights);
    if (this.#dropout) this.#dropout.step = firstStep + batch;
    return this.#computing(() => {
      const images = imagesOf(samples, indices, this.#inputShape);
      let correct = 0;
      const { value, grads } = withMendedGradients(() =>
        variableGrads(() => {
          const logits = this.#logitsModel.logits(images, true);
          // Read, not computed with operations: it adds nothing to the gradient's tape.
          correct = this.#correct(logits, targets);
          return this.#loss(logits, targets);
        }, this.#trainable.variables),
      );
      this.#trainable.update(grads, learningRates[batch]!, firstStep + batch + 1);
      this.#averages.update(firstStep + batch);
      return { loss: value.dataSync()[0]!, correct };
    });
  }

  /** The batch's mean weighted loss with the regularizers' penalty. */
  #loss(logits: Tensor2D, targets: BatchTargets): Scalar {
    // Not the model's own `calculateLosses`: a Sequential's finds none.
    const penalties = this.#unfrozen.flatMap((layer) => layer.calculateLosses());
    const { loss, labelSmoothing = 0 } = this.#config;
    const each = lossesFromLogits[loss](logits, targets, labelSmoothing);
    const losses = targets.weights ? mul(each, tensor1d(targets.weights)) : each;
    return penalties.reduce<Scalar>((total, penalty) => add(total, penalty), mean(losses));
  }

  #correct(logits: Tensor2D, targets: BatchTargets): number {
    return countCorrect(this.#config.loss, logits.dataSync(), this.#outputs, targets);
  }
}

function indicesOf({ start, end }: SampleRange): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, index) => start + index);
}
