import { useWasmBackend } from '@atelier/training';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { Report } from '../messages.ts';
import type { DataStore } from './data-store.ts';
import { startEngines } from './engines.ts';
import { Workbench } from './workbench.ts';

const wasmPaths = { 'tfjs-backend-wasm-simd.wasm': simdWasm };

/** Resolves when one thread can train. This file brings TensorFlow.js and the engines with it: it is loaded beside the data. */
export async function startWorkbench(post: (report: Report) => void, store: DataStore): Promise<Workbench> {
  await useWasmBackend({ wasmPaths });
  const engines = await startEngines((info) => post({ type: 'threads', ...info }));
  post({ type: 'started' });
  return new Workbench(post, store, engines);
}
