import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { rescalesPixels } from '@atelier/network';
import { changeRecipe, type Recipe, type RecipeChanges, stepsPerEpoch } from '@atelier/presets';
import { defaultRecipe, givenLayers, isArchitecture, readNumber, settings } from '@atelier/presets/recipe';
import { oneLine } from '@atelier/checks';
import { lossOf, ModelFileError, type ModelFiles, openModel } from '@atelier/training';
import { lossNamed, unitsFor } from '@atelier/training/settings';
import { UsageError } from '../errors.ts';
import { stderr } from '../terminal/output.ts';
import type { GivenModel } from './given-model.ts';
import type { ModuleAnswer, ModuleInput, ModuleRequest } from './module-messages.ts';

/**
 * Seconds that a module may take to load, and to make a model.
 *
 * @throws UsageError for a variable that is none
 */
function patience(): number {
  const text = process.env['ATELIER_MODULE_SECONDS'] ?? '30';
  const seconds = readNumber(text);
  if (seconds > 0) return seconds;
  throw new UsageError(`ATELIER_MODULE_SECONDS is a number above 0; found "${text}"`);
}

/** Whether an argument of `train` names a module rather than a preset. */
export function isModule(typed: string): boolean {
  return /\.m?js$/.test(typed);
}

/** A module of a user, which makes a model. It runs on a thread of its own, which ends with `close`. */
export class ModelModule implements GivenModel {
  /** Its settings: changes of the default recipe. */
  readonly recipe: Recipe;
  readonly module: NonNullable<GivenModel['module']>;
  readonly #thread: ModuleThread;

  private constructor(recipe: Recipe, module: ModelModule['module'], thread: ModuleThread) {
    this.recipe = recipe;
    this.module = module;
    this.#thread = thread;
  }

  /**
   * Runs a module. Only what the user named on the command line may come here.
   *
   * @param path absolute
   * @throws UsageError in one line when it throws, takes too long, or exports something else
   */
  static async open(path: string): Promise<ModelModule> {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
      throw new UsageError(`There is no module ${path}`);
    }
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    const thread = new ModuleThread(path);
    try {
      const changes = await thread.recipe();
      return new ModelModule(recipeOf(path, changes), { path, sha256 }, thread);
    } catch (error) {
      await thread.end();
      throw error;
    }
  }

  start: GivenModel['start'] = async (recipe, data, { onNotice }) => {
    const { seed, loss, layers } = recipe;
    const { test, classNames } = data;
    const { height, width, channels } = test;
    const inputShape = [height, width, channels] as const;
    const { path } = this.module;
    try {
      const classes = classNames.length;
      const request = { inputShape, classes, seed, stepsPerEpoch: stepsPerEpoch(recipe, data) };
      const model = openModel(await this.#thread.create(request));
      const { network } = model;
      const found = network.input.shape.join('x');
      if (found !== inputShape.join('x')) {
        throw new UsageError(
          `${path}: its model takes images of ${found}; the data have ${inputShape.join('x')}`,
        );
      }
      if (layers === givenLayers && !rescalesPixels(network)) {
        onNotice('The model has no rescaling layer: it is trained on pixels from 0 to 255');
      }
      if (model.outputActivation && lossOf(model) !== loss && loss === 'sparseCategoricalCrossentropy') {
        throw new UsageError(
          `${path}: its model ends in a ${model.outputActivation}, which takes --loss binary`,
        );
      }
      const units = unitsFor(lossNamed(loss), classNames.length);
      if (model.units !== units) {
        throw new UsageError(
          `${path}: its model has ${model.units} outputs; ${classNames.length} classes take ${units}`,
        );
      }
      return (await model.layersModel()).model;
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw error;
      throw new UsageError(`${path}: ${error.message}`, { cause: error });
    }
  };

  async close(): Promise<void> {
    await this.#thread.end();
  }
}

/** @throws UsageError for settings that there are none of, or that say what the module says itself */
function recipeOf(path: string, changes: unknown): Recipe {
  const base: Recipe = { ...defaultRecipe, preset: basename(path), layers: givenLayers };
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    throw new UsageError(`${path}: its recipe is an object of settings such as { epochs: 5 }`);
  }
  const own = settings.find(
    (setting) => setting.name in changes && isArchitecture(setting) && setting.name !== 'loss',
  );
  if (own) throw new UsageError(`${path}: its recipe has ${own.name}, which its model says itself`);
  if ('from' in changes)
    throw new UsageError(`${path}: its recipe has from, which only the command line may have`);
  try {
    const checked: RecipeChanges = changes;
    return changeRecipe(base, checked);
  } catch (error) {
    throw new UsageError(`${path}: its recipe is not valid: ${oneLine(error)}`, { cause: error });
  }
}

/** The thread that a module runs on. It answers one thing after another. */
class ModuleThread {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #patience = patience();
  readonly #answers: ModuleAnswer[] = [];
  #waiting: (() => void) | undefined;

  constructor(path: string) {
    this.#path = path;
    const input: ModuleInput = {
      module: pathToFileURL(path).href,
      fallback: new URL('.', import.meta.url).href,
    };
    // What it prints is not this program's output.
    this.#worker = new Worker(new URL('./module-worker.js', import.meta.url), {
      workerData: input,
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => stderr.write(text));
    }
    const fail = (reason: string): void => this.#take({ type: 'failed', reason });
    this.#worker
      .on('message', (answer: ModuleAnswer) => this.#take(answer))
      .on('error', (error) => fail(oneLine(error)))
      .on('exit', () => fail('it ended its thread'));
  }

  async recipe(): Promise<unknown> {
    await this.#answer('begin');
    return (await this.#answer('recipe', 'load')).recipe;
  }

  async create(request: ModuleRequest): Promise<ModelFiles> {
    this.#worker.postMessage(request);
    return (await this.#answer('model', 'make a model')).files;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(answer: ModuleAnswer): void {
    this.#answers.push(answer);
    this.#waiting?.();
  }

  /**
   * The thread's next answer.
   *
   * @param task what may take no longer than `patience`
   * @throws UsageError when it is another one, or none comes
   */
  async #answer<Type extends ModuleAnswer['type']>(type: Type, task?: string): Promise<AnswerOf<Type>> {
    const isWanted = (answer: ModuleAnswer): answer is AnswerOf<Type> => answer.type === type;
    const answer = this.#answers.shift() ?? (await this.#next(task));
    if (isWanted(answer)) return answer;
    await this.end();
    throw new UsageError(
      `${this.#path}: ${answer.type === 'failed' ? answer.reason : `it gives a ${answer.type}`}`,
    );
  }

  async #next(task: string | undefined): Promise<ModuleAnswer> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#waiting = resolve;
      if (task !== undefined) timer = setTimeout(resolve, 1000 * this.#patience);
    });
    clearTimeout(timer);
    this.#waiting = undefined;
    const reason = `it takes more than ${this.#patience} s to ${task ?? 'start'}`;
    return this.#answers.shift() ?? { type: 'failed', reason };
  }
}

type AnswerOf<Type extends ModuleAnswer['type']> = Extract<ModuleAnswer, { type: Type }>;
