// The entry of the thread that runs a model's module, the only code of a user that runs, and only when the user names it.
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { RandomStream } from '@atelier/random';
import { oneLine } from '@atelier/checks';
import { serializeModel, useWasmBackend } from '@atelier/training';
import * as z from 'zod/mini';
import type { ModuleAnswer, ModuleInput, ModuleRequest } from './module-messages.ts';

/** Finds TensorFlow.js and Atelier beside this program where the module's folder has none. */
const resolver = `
let fallback;
export function initialize(url) { fallback = url; }
export async function resolve(name, context, next) {
  try {
    return await next(name, context);
  } catch (error) {
    if (!/^@(tensorflow|atelier)\\//.test(name)) throw error;
    return next(name, { ...context, parentURL: fallback });
  }
}`;

const port = parentPort;
const { module, fallback }: ModuleInput = workerData;
const answer = (message: ModuleAnswer): void => port?.postMessage(message);

/** What has no seed of its own draws from `Math.random`. */
function seedRandom(seed: number): void {
  const random = new RandomStream(seed, 'model module');
  Math.random = () => random.uniform();
}

type CreateModel = (request: ModuleRequest) => unknown;

const exportsSchema = z.looseObject({
  createModel: z.custom<CreateModel>((value) => typeof value === 'function'),
  recipe: z.optional(z.unknown()),
});

async function load(): Promise<CreateModel> {
  register(`data:text/javascript,${encodeURIComponent(resolver)}`, { data: fallback });
  await useWasmBackend();
  seedRandom(0);
  answer({ type: 'begin' });
  const loaded: unknown = await import(module);
  const found = exportsSchema.safeParse({ ...Object(loaded) });
  if (!found.success) throw new TypeError('it exports no function createModel');
  const { createModel, recipe = {} } = found.data;
  // As JSON has it: a recipe is plain data.
  answer({ type: 'recipe', recipe: JSON.parse(JSON.stringify(recipe)) });
  return createModel;
}

async function make(createModel: CreateModel, request: ModuleRequest): Promise<void> {
  seedRandom(request.seed);
  const model: unknown = await createModel(request);
  if (!isModel(model)) throw new TypeError('createModel gives no LayersModel of TensorFlow.js');
  answer({ type: 'model', files: await serializeModel(model) });
}

function isModel(value: unknown): value is Parameters<typeof serializeModel>[0] {
  return (
    typeof value === 'object' && value !== null && 'inputs' in value && 'weights' in value && 'save' in value
  );
}

const failed = (error: unknown): void => answer({ type: 'failed', reason: oneLine(error) });

const loading = load();
loading.catch(failed);
port?.on('message', (request: ModuleRequest) => {
  loading.then((createModel) => make(createModel, request)).catch(failed);
});
