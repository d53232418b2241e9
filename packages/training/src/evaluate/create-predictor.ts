import { checkOptions } from '@atelier/checks';
import type { Engine, EngineSession } from '../engine/contract.ts';
import { type AnyModel, engineModel, type EngineModel } from '../engine/engine-model.ts';
import { lossOf } from '../model/remembered-loss.ts';
import { checkSamples } from '../samples/check-samples.ts';
import type { Samples } from '../samples/samples.ts';
import { kerasFitNames } from '../settings/keras-names.ts';
import { checkTta, type TestTimeAugmentation } from './augmentation-at-test.ts';
import { checkFinite, inferenceSession, outputsOf } from './inference.ts';
import { Predictions } from './predictions.ts';

/** Options of `predict` and `createPredictor`. */
export interface PredictOptions {
  /** Default `tfjsEngine()`. */
  readonly engine?: Engine;
  /** Samples at a time, at least 1, default 256. */
  readonly batchSize?: number;
  /** `flip`: outputs are means over each image and its mirror image, in twice the time. Default `none`. */
  readonly tta?: TestTimeAugmentation;
}

/** The names of `PredictOptions`. */
export const predictOptions = { engine: true, batchSize: true, tta: true } as const;

/** A model that is ready to predict, with the weights that it had when the predictor was made. */
export interface Predictor {
  /**
   * What `predict` gives for the same images. Calls that overlap are answered one after another.
   *
   * @throws RangeError when the images don't fit the model, or its output is not finite
   * @throws Error after `dispose`
   */
  predict(samples: Samples): Promise<Predictions>;
  /** Frees what the engine holds, once calls that were made before have ended. A second call does nothing. */
  dispose(): Promise<void>;
}

/**
 * Prepares a model for many predictions. `predict` prepares it for every call, which for one image takes most of the time. The predictor
 * holds memory, and threads if the engine has any, until `dispose` is called.
 *
 * @throws TypeError for an option that there is not, or what is no model
 * @throws RangeError for an option out of range
 * @throws UnsupportedError when the engine cannot run the model
 */
export async function createPredictor(model: AnyModel, options: PredictOptions = {}): Promise<Predictor> {
  checkOptions('createPredictor', options, predictOptions, kerasFitNames);
  const { batchSize = 256 } = options;
  const tta = checkTta(options.tta);
  const prepared = engineModel(model);
  const session = await inferenceSession(prepared, options, lossOf(model));
  return new SessionPredictor(session, prepared, { batchSize, tta });
}

class SessionPredictor implements Predictor {
  readonly #session: EngineSession;
  readonly #model: EngineModel;
  readonly #options: Required<Pick<PredictOptions, 'batchSize' | 'tta'>>;
  /** Ends with the last call: a session answers one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(
    session: EngineSession,
    model: EngineModel,
    options: Required<Pick<PredictOptions, 'batchSize' | 'tta'>>,
  ) {
    this.#session = session;
    this.#model = model;
    this.#options = options;
  }

  async predict(samples: Samples): Promise<Predictions> {
    if (this.#disposed) throw new Error('This predictor was disposed: create another one');
    checkSamples(samples, this.#model);
    return this.#afterOthers(async () => {
      const { units } = this.#model;
      const loaded = await this.#session.load(samples);
      try {
        const outputs = await outputsOf(this.#session, samples, loaded, units, this.#options);
        checkFinite(outputs, units);
        return new Predictions(outputs, units);
      } finally {
        loaded.unload();
      }
    });
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#afterOthers(() => this.#session.dispose());
  }

  async #afterOthers<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // A failure is its caller's; the next call goes on.
    this.#last = result.catch(() => {});
    return result;
  }
}
