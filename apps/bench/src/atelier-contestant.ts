// Atelier's contestant process in Node.
import { createInterface } from 'node:readline';
import { chooseEngine } from '@atelier/atelier';
import { loadDataset } from '@atelier/datasets';
import { useWasmBackend } from '@atelier/training';
import { z } from 'zod';
import { epochRequest, say } from './line-protocol.ts';
import { trainInLockstep } from './lockstep.ts';
import { counted } from './threads.ts';
import { workloadNames } from './workloads.ts';

const { engine, data, threads, ...assigned } = z
  .object({
    engine: z.enum(['simd', 'tfjs']),
    workload: z.enum(workloadNames),
    images: z.number(),
    seed: z.number(),
    data: z.string(),
    threads: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const requests = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
let told = false;
await useWasmBackend();
await trainInLockstep({
  ...assigned,
  dataset: await loadDataset(data),
  engine: chooseEngine({ engine, threads }),
  async next() {
    // The engine is ready.
    if (!told) {
      const details = engine === 'simd' ? `kernels on ${counted(threads)}` : 'TensorFlow.js on WASM';
      say({ type: 'ready', software: `Node ${process.versions.node}`, details });
    }
    told = true;
    const request = await requests.next();
    if (request.done === true) return false;
    if (request.value !== epochRequest) throw new Error(`Unknown request ${request.value}`);
    return true;
  },
  onEpoch: (epoch) => say({ type: 'epoch', ...epoch }),
});
