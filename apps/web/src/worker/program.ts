import { type LabelledImages, take } from '@atelier/datasets/browser';
import { createModel, presets } from '@atelier/presets';
import type { FitOptions, LossName, Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Settings } from '../settings/settings.ts';

/** What a run's settings come to for the training package: the same in the page's worker and, in a test, in Node. */
export interface Program {
  readonly model: LayersModel;
  readonly samples: Samples;
  readonly validation: Samples;
  readonly options: FitOptions & { readonly loss: LossName };
}

export interface ProgramData {
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

export function makeProgram(settings: Settings, data: ProgramData): Program {
  const { preset, hidden, activation, dropout, l1, l2, seed } = settings;
  const { loss } = presets[preset];
  const classes = data.classNames.length;
  const { height, width, channels } = data.train;
  return {
    model: createModel(preset, {
      inputShape: [height, width, channels],
      classes,
      seed,
      hidden,
      activation,
      dropout,
      l1,
      l2,
    }),
    samples: take(data.train, settings.images),
    validation: data.test,
    options: {
      epochs: settings.epochs,
      loss,
      optimizer: settings.optimizer,
      learningRate: settings.learningRate,
      schedule: settings.schedule,
      batchSize: settings.batchSize,
      validation: data.test,
      seed,
      augment: { shift: settings.shift, flip: settings.flip, erase: settings.erase },
    },
  };
}
