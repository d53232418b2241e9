import { buildModel, buildSamples, baseNetwork, type Network } from '../src/conformance/network.ts';
import type { Engine, EngineModel, NamedTensor, Samples, TrainingSteps } from '../src/index.ts';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readWeights } from '../src/index.ts';

export interface Script {
  /** The loss of a step, counted from 0 over the run. Default 1. */
  readonly loss?: (step: number) => number;
  /** The loss of a validation, counted from 0. Default 1. */
  readonly validationLoss?: (validation: number) => number;
  /** The value of every weight after a step, counted from 0. Default: the step plus 1. */
  readonly weight?: (step: number) => number;
}

/** An engine that computes nothing: it follows a script, and records the calls. */
export function scriptedEngine(script: Script = {}): Engine & {
  readonly runs: TrainingSteps[];
  /** One per step. */
  readonly learningRates: number[];
  disposed: boolean;
} {
  const { loss = () => 1, validationLoss = () => 1, weight = (step) => step + 1 } = script;
  let validations = 0;
  const runs: TrainingSteps[] = [];
  const learningRates: number[] = [];
  const engine = {
    name: 'scripted',
    runs,
    learningRates,
    disposed: false,
    prepare: async (model: EngineModel) => {
      let weights = model.weights();
      return {
        load: async ({ count }: Samples) => ({ count, replaceImages() {}, unload() {} }),
        trainSteps: async (_: unknown, steps: TrainingSteps) => {
          runs.push(steps);
          learningRates.push(...steps.learningRates);
          const last = steps.firstStep + steps.learningRates.length - 1;
          weights = weights.map((tensor) => ({ ...tensor, values: tensor.values.map(() => weight(last)) }));
          return {
            losses: steps.learningRates.map((_rate, i) => loss(steps.firstStep + i)),
            correct: new Uint32Array(steps.learningRates.length),
          };
        },
        evaluateBatches: async () => ({
          losses: Float64Array.of(validationLoss(validations++)),
          correct: new Uint32Array(1),
          outputs: new Float32Array(),
        }),
        predict: async () => new Float32Array(),
        getWeights: async () => weights,
        setWeights: async (values: readonly NamedTensor[]) => {
          weights = values;
        },
        getOptimizerSlots: async () => [],
        setOptimizerSlots: async () => {},
        getAverage: async () => [],
        setAverage: async () => {},
        dispose: async () => {
          engine.disposed = true;
        },
      };
    },
  };
  return engine;
}

/** One pixel, two classes; four samples, so that batches of one make four steps per epoch. */
const tiny: Network = { ...baseNetwork, input: [1, 1, 1], hidden: [], classes: 2, count: 4 };

export function tinyModel(): LayersModel {
  return buildModel(tiny);
}

export const tinySamples: ReturnType<typeof buildSamples> = buildSamples(tiny);

/** One sample: an evaluation of one batch. */
export const tinyValidation: ReturnType<typeof buildSamples> = buildSamples({ ...tiny, count: 1 });

/** The value that a scripted step gave to every weight of a model. */
export function scriptedWeight(model: LayersModel): number {
  return readWeights(model)[0]!.values[0]!;
}
