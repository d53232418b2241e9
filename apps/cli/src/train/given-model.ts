import type { Dataset } from '@atelier/datasets';
import { type Recipe, startFrom, stepsPerEpoch } from '@atelier/presets';
import { givenLayers } from '@atelier/presets/recipe';
import {
  modelMetadata,
  readModel,
  readModelFile,
  readRecord,
  type RunPlan,
  type RunRecord,
} from '@atelier/runs';
import { type EngineModel, type ModelFiles, serializeModel } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UsageError } from '../errors.ts';
import { isPlainModel, type ModelOptions, takingBytes } from '../open-model.ts';

/** The model that a run starts from. */
export interface GivenModel {
  /** The module that made it. */
  readonly module?: NonNullable<RunRecord['start']>['module'];
  /** Makes it for a recipe and its data; TensorFlow.js has a backend. */
  start(recipe: Recipe, data: Dataset, options: MakingOptions): Promise<LayersModel>;
  /** The files of the model before it is made for a recipe, to keep them for runs that start later; a module has none. */
  files?(): Promise<ModelFiles>;
}

interface MakingOptions {
  /** Of the batch normalization of the recipe's layers; by default what suits the steps of an epoch. */
  readonly normMomentum?: number | undefined;
  readonly onNotice: (message: string) => void;
}

/** What `--from` names. */
export interface OpenedStart extends GivenModel {
  readonly model: EngineModel;
  /** Of a run. */
  readonly config: Recipe | undefined;
}

/**
 * Opens what `--from` names. It is only read: nothing in it runs.
 *
 * @param path of a run folder or a `model.json`, absolute
 * @throws UsageError for a model that doesn't say what pixels it takes
 */
export function openStart(path: string, { pixels }: Pick<ModelOptions, 'pixels'>): OpenedStart {
  if (isPlainModel(path)) {
    const opened = readModelFile(path);
    const { classNames } = modelMetadata(opened.metadata);
    return startOf(takingBytes(path, opened, pixels), classNames, undefined);
  }
  const { model, dataset, config } = readRecord(path);
  if (pixels)
    throw new UsageError(`--pixels belongs to a model.json; ${path} is a run, which says it itself`);
  return startOf(readModel(path, model), dataset.classNames, config);
}

function startOf(
  model: EngineModel,
  classNames: readonly string[] | undefined,
  config: Recipe | undefined,
): OpenedStart {
  return {
    model,
    config,
    async files() {
      const { model: lent, release } = await model.layersModel();
      try {
        return await serializeModel(lent, classNames && { classNames });
      } finally {
        release();
      }
    },
    async start(recipe, data, { normMomentum, onNotice }) {
      const { height, width, channels } = data.train;
      const found = data.classNames;
      const started = await startFrom(recipe, model, {
        inputShape: [height, width, channels],
        classes: found.length,
        stepsPerEpoch: stepsPerEpoch(recipe, data),
        normMomentum,
      });
      if (started.anew !== undefined) {
        onNotice(
          `The layer ${started.anew} begins anew: the data have ${found.length} classes, the model to start from has another number`,
        );
      } else if (classNames && classNames.join('\n') !== found.join('\n')) {
        onNotice(
          `The output layer keeps its weights, though the classes are ${found.join(', ')}, and were ${classNames.join(', ')}`,
        );
      }
      return started.model;
    },
  };
}

/**
 * The model that the runs of a resumed plan start from, which is opened where one begins; `undefined` for runs that were given none.
 *
 * @param folder of the plan
 */
export function givenToAll(
  folder: string,
  { config: { from }, start: kept }: Pick<RunPlan, 'config' | 'start'>,
): GivenModel | undefined {
  if (from === null) return undefined;
  return {
    start: async (recipe, data, options) => {
      if (kept) {
        const opened = readModel(folder, kept, 'start');
        const { classNames } = modelMetadata(opened.metadata);
        return startOf(opened, classNames, undefined).start(recipe, data, options);
      }
      const opened = openStart(from, {});
      options.onNotice(
        `The plan, of an earlier version, has no copy of the model to start from: the run starts from ${from} as it is now`,
      );
      return opened.start(recipe, data, options);
    },
  };
}

/** The model that a run started from, of its folder; `undefined` for a run that was given none. */
export function givenAtStart(
  folder: string,
  { config, start }: Pick<RunRecord, 'config' | 'start'>,
): GivenModel | undefined {
  if (config.from === null && config.layers !== givenLayers) return undefined;
  const model = readModel(folder, start, 'start');
  return { start: async () => (await model.layersModel()).model };
}
