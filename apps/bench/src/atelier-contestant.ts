// Atelier's contestant process: one `fit`, each of whose epochs waits for the bench to ask for it.
import { createInterface } from 'node:readline';
import { chooseEngine } from '@atelier/atelier';
import { loadDataset } from '@atelier/datasets';
import { prepare, presetRecipe, presets } from '@atelier/presets';
import { type Callback, fit, optimizerSchema, useWasmBackend } from '@atelier/training';
import { z } from 'zod';
import { epochRequest, type Message } from './line-protocol.ts';
import { counted } from './threads.ts';
import { workloadNames } from './workloads.ts';

const { engine, preset, data, batchSize, optimizer, seed, threads } = z
  .object({
    engine: z.enum(['simd', 'tfjs']),
    preset: z.enum(workloadNames),
    data: z.string(),
    batchSize: z.number(),
    optimizer: optimizerSchema,
    seed: z.number(),
    threads: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const dataset = await loadDataset(data);
await useWasmBackend();
const loss = 'sparseCategoricalCrossentropy';
const validation = 'none';
const epochs = Number.MAX_SAFE_INTEGER;
const recipe = {
  ...presetRecipe(presets[preset]),
  loss,
  optimizer,
  batchSize,
  epochs,
  seed,
  validation,
} as const;
const { model, train, options } = prepare(recipe, dataset);

const requests = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
let begin = 0;
const lockstep: Callback = {
  onTrainBegin() {
    const details = engine === 'simd' ? `kernels on ${counted(threads)}` : 'TensorFlow.js on WASM';
    say({ type: 'ready', software: `Node ${process.versions.node}`, details });
  },
  async onEpochBegin(_, training) {
    const request = await requests.next();
    if (request.done === true) training.stop('The bench is done');
    else if (request.value !== epochRequest) throw new Error(`Unknown request ${request.value}`);
    begin = performance.now();
  },
  onEpochEnd(record) {
    say({ type: 'epoch', seconds: (performance.now() - begin) / 1000, loss: record.loss });
  },
};
await fit(model, train, {
  ...options,
  engine: chooseEngine({ engine, threads }),
  callbacks: [lockstep],
});

function say(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
