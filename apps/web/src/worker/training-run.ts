import { prepare } from '@atelier/presets';
import type { LabelledImages, Placement } from '@atelier/datasets/browser';
import { type Checkpoint, decodeCheckpoint, type EpochRecord, fit } from '@atelier/training';
import type { Report, Request, RunEnding } from '../messages.ts';
import type { RunRecipe, Settings } from '../settings/settings.ts';
import { Desk } from './desk.ts';
import type { Engines } from './engines.ts';
import type { LoadedData } from './load-data.ts';
import { messageOf } from './message-of.ts';
import { RunControls } from './run-controls.ts';
import type { ShownModels } from './shown-models.ts';
import type { Turns } from './turns.ts';

/** Least milliseconds between two backup copies of the model. */
const saveInterval = 2000;
/** Least milliseconds between two evaluations on the test set; the last epoch is always evaluated. */
const evaluationInterval = 1000;

export interface TrainingRunOptions {
  readonly data: LoadedData;
  /** The page's test images, as soon as they are here. */
  readonly test: () => LabelledImages | undefined;
  /** How the training pictures of the page's data lie in their frames. */
  readonly placement: () => Placement;
  readonly engines: Engines;
  readonly turns: Turns;
  readonly models: ShownModels;
  readonly post: (report: Report) => void;
}

/** One run: its model, which the page sees, is trained from its first weights or from a checkpoint. */
export class TrainingRun {
  readonly controls: RunControls;
  readonly desk: Desk;
  /** Whether the model is dropped at the end. */
  forget = false;
  readonly #id: number;
  readonly #recipe: RunRecipe;
  /** The encoded checkpoint that it continues from. */
  readonly #resume: Uint8Array<ArrayBuffer> | undefined;
  readonly #options: TrainingRunOptions;
  /** The last one of this run, at first that which it continues from. */
  #checkpoint: Checkpoint | undefined;

  constructor(
    { run, recipe, checkpoint, pauseAfter }: Extract<Request, { type: 'train' }>,
    options: TrainingRunOptions,
  ) {
    const { data, turns, models, post } = options;
    const settings = whatIsHere(recipe.settings, data);
    this.#id = run;
    this.#recipe = { ...recipe, settings };
    this.#resume = checkpoint;
    this.#options = options;
    this.controls = new RunControls(turns, pauseAfter);
    this.desk = new Desk({
      controls: this.controls,
      turns,
      batchSize: settings.batchSize,
      samples: settings.limit ?? data.train.count,
      rateChanges: recipe.rateChanges,
      report: {
        progress: (progress) => post({ type: 'progress', run, ...progress }),
        paused: () => post({ type: 'paused', run }),
        resumed: () => post({ type: 'resumed', run }),
        rateSet: (change) => post({ type: 'rate-set', run, change }),
        look: () => models.look(),
        epoch: (record) => this.#epochEnds(record),
      },
    });
  }

  /** Trains to the end. */
  async train(): Promise<RunEnding> {
    const settings = this.#recipe.settings;
    try {
      const engine = await this.#options.engines.training();
      const resume = this.#resume && (await decodeCheckpoint(this.#resume));
      this.#checkpoint = resume;
      const { model, train, options } = prepare(settings, this.#options.data, { resume });
      this.#place(model, options);
      this.#options.post({
        type: 'run-started',
        run: this.#id,
        recipe: this.#recipe,
        engine: engine.name,
        images: train.count,
        finishedEpochs: resume?.history.length ?? 0,
      });
      if (!resume) await this.#options.models.keepEpoch(0);
      const outcome = await fit(model, train, {
        ...options,
        engine,
        callbacks: [this.desk, ...options.callbacks],
        signal: this.controls.signal,
        checkpoint: {
          every: 'epoch',
          save: (checkpoint) => {
            this.#checkpoint = this.desk.timed(checkpoint);
          },
        },
      });
      return this.desk.ending(outcome, settings.optimizer.learningRate);
    } catch (error) {
      return { status: 'failed', message: messageOf(error) };
    } finally {
      this.desk.leave();
    }
  }

  /** Shows, measures and saves what was trained, unless it is to be forgotten. */
  async finish(ending: RunEnding): Promise<void> {
    const { models, post } = this.#options;
    if (ending.status !== 'failed') {
      if (!this.forget) {
        await models.look();
        await models.evaluate();
      }
      await models.present?.save(this.#checkpoint);
    }
    if (this.forget) models.forget();
    post({ type: 'run-ended', run: this.#id, ending });
  }

  /** Makes the model the one that the page sees. */
  #place(
    model: ReturnType<typeof prepare>['model'],
    { loss, labelSmoothing }: ReturnType<typeof prepare>['options'],
  ): void {
    const { data, test, placement, models } = this.#options;
    const { height, width, channels } = data.train;
    models.place(
      {
        run: this.#id,
        model,
        loss,
        labelSmoothing,
        size: { height, width, channels },
        classNames: data.classNames,
        placement,
        test,
        sync: () => this.desk.training?.syncModel(),
      },
      // Of all the data: to cut them, as the run does, would copy them.
      () => prepare({ ...this.#recipe.settings, limit: null, validation: 'none' }, data).model,
    );
  }

  async #epochEnds(record: EpochRecord): Promise<void> {
    const { models, post } = this.#options;
    post({ type: 'epoch', run: this.#id, record });
    await models.keepEpoch(record.epoch);
    // Reports after the last epoch are sent when the run has ended.
    if (record.epoch === this.#recipe.settings.epochs) return;
    const pausing = this.controls.paused || this.controls.pauseAfter === record.epoch;
    const { present } = models;
    if (!present) return;
    if (pausing || present.sinceEvaluation > evaluationInterval) {
      await models.evaluate();
    }
    // A first epoch has no checkpoint yet: saved without one, an interrupted run could not go on.
    const due = this.#checkpoint !== undefined && present.sinceSave > saveInterval;
    if (pausing || due) await present.save(this.#checkpoint);
  }
}

/**
 * The settings as the pictures that are here can do them: a run that begins before all of them is repeated on the first, and one that
 * begins before the test pictures is validated on some of its own.
 */
function whatIsHere(settings: Settings, { train, test, complete }: LoadedData): Settings {
  const images = Math.min(settings.limit ?? Infinity, train.count);
  const all = complete && images === train.count;
  const untested = settings.validation === 'test' && test.count === 0;
  return {
    ...settings,
    limit: all ? null : images,
    sample: complete ? settings.sample : 'first',
    validation: untested ? 'held-out' : settings.validation,
  };
}
