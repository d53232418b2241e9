import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Engine, EngineSession, TrainingProgram } from '../engine/contract.ts';
import { useWasmBackend, type WasmBackendOptions } from './backend.ts';
import { TfjsSession } from './session.ts';

/**
 * The reference engine: TensorFlow.js' operations and autodiff on the WASM backend. It trains any `LayersModel` that
 * ends in a softmax or sigmoid, on one thread.
 */
export function tfjsEngine(options: WasmBackendOptions = {}): Engine {
  return {
    name: 'tfjs',
    prepare: async (model: LayersModel, program: TrainingProgram): Promise<EngineSession> => {
      await useWasmBackend(options);
      return new TfjsSession(model, program);
    },
  };
}
