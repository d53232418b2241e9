import type { Placement } from '@atelier/datasets';
import { rescaled, rescalesPixels } from '@atelier/network';
import { settings } from '@atelier/presets/recipe';
import { isModelFile, modelMetadata, readModelFile, runFiles } from '@atelier/runs';
import { type EngineModel, lossOf, type LossName, type OpenedModel, storedModel } from '@atelier/training';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './errors.ts';

/** What is needed to measure a model, and to predict with it. */
export interface OpenedClassifier {
  readonly path: string;
  /** It takes raw pixels. */
  readonly model: EngineModel;
  /** `[height, width, channels]` of its images. */
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classNames: readonly string[];
  /** How the pictures lie that it was trained on; other programs, and earlier versions, don't say. */
  readonly placement: Placement | undefined;
  readonly loss: LossName;
  readonly labelSmoothing: number;
}

/** The pixels that a model takes which doesn't divide raw ones itself: how they follow from bytes. */
const pixelRanges = {
  '0-255': { scale: 1, offset: 0 },
  '0-1': { scale: 1 / 255, offset: 0 },
  '-1-1': { scale: 1 / 127.5, offset: -1 },
} as const;

/** What a user says of a model that doesn't say it itself. */
export interface ModelOptions {
  readonly classNames?: readonly string[];
  readonly pixels?: keyof typeof pixelRanges;
}

/** Adds the options for models of other programs. */
export function addModelOptions(command: Command): Command {
  const names = settings.find(({ name }) => name === 'classNames');
  return command
    .addOption(
      new Option(
        '--class-names <names>',
        'of a model.json without any, in the order of its outputs: cat,dog',
      ).argParser((text): readonly string[] => {
        try {
          const { classNames } = names?.read(text) ?? {};
          return classNames ?? [];
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          throw new InvalidArgumentError(error.message);
        }
      }),
    )
    .addOption(pixelsOption());
}

export function pixelsOption(): Option {
  return new Option('--pixels <range>', 'what a model.json without a rescaling layer takes').choices(
    Object.keys(pixelRanges),
  );
}

/** Whether a path is a model outside of a run: a `model.json`, or a folder with one and no `run.json`. */
export function isPlainModel(path: string): boolean {
  return isModelFile(path) && !existsSync(join(path, runFiles.record));
}

/**
 * Opens a model of stock TensorFlow.js. It is checked as all files from elsewhere are, and runs no code.
 *
 * @param path absolute
 * @throws UsageError when it doesn't say what it takes or gives, and neither do the options
 */
export function openPlainModel(path: string, options: ModelOptions): OpenedClassifier {
  const opened = readModelFile(path);
  const { inputShape: shape, units, outputActivation } = opened;
  const [height, width, channels] = shape;
  if (shape.length !== 3 || !height || !width || !channels) {
    throw new UsageError(`${path} takes [${shape.join(', ')}]; pictures are [height, width, channels]`);
  }
  if (!outputActivation) {
    throw new UsageError(`${path} is no classifier: it doesn't end in a softmax or a sigmoid`);
  }
  if (outputActivation === 'sigmoid' && units > 1) {
    throw new UsageError(`${path} gives ${units} independent probabilities; a classifier's add up to 1`);
  }
  const model = takingBytes(path, opened, options.pixels);
  const { classNames: own, placement } = modelMetadata(opened.metadata);
  return {
    path,
    model,
    shape: [height, width, channels],
    classNames: classNamesOf(path, Math.max(units, 2), own, options.classNames),
    placement,
    loss: lossOf(model),
    labelSmoothing: 0,
  };
}

/**
 * A model that takes raw pixels.
 *
 * @throws UsageError when neither it nor the option says what it takes
 */
export function takingBytes(path: string, model: OpenedModel, pixels: ModelOptions['pixels']): EngineModel {
  const rescales = rescalesPixels(model.network);
  if (rescales && pixels === undefined) return model;
  if (rescales) {
    throw new UsageError(`${path} has a rescaling layer, so it takes 0-255; leave --pixels out`);
  }
  if (pixels === undefined) {
    throw new UsageError(
      `${path} has no rescaling layer; --pixels ${Object.keys(pixelRanges).join('|')} says what it was trained on`,
    );
  }
  const { scale, offset } = pixelRanges[pixels];
  return pixels === '0-255' ? model : storedModel(rescaled(model.network, scale, offset), model.weights());
}

function classNamesOf(
  path: string,
  classes: number,
  own: readonly string[] | undefined,
  given: readonly string[] | undefined,
): readonly string[] {
  if (own && given)
    throw new UsageError(`${path} has class names: ${own.join(', ')}; leave --class-names out`);
  const names = own ?? given;
  if (!names) {
    throw new UsageError(`${path} has no class names; --class-names says those of its ${classes} classes`);
  }
  if (names.length === classes) return names;
  throw new UsageError(`${path} has ${classes} classes; found ${names.length} class names`);
}
