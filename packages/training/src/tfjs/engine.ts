import { checkOptions } from '@atelier/checks';
import type { Engine, EngineSession, TrainingConfig } from '../engine/contract.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import { readWeights } from '../model/weights.ts';
import { useWasmBackend, type WasmBackendOptions } from './backend.ts';

/**
 * The reference engine: TensorFlow.js' operations and autodiff on the WASM backend. It trains any `LayersModel` that
 * ends in a softmax or sigmoid, on one thread. TensorFlow.js is loaded when a model is prepared.
 *
 * @throws TypeError for an unknown option
 */
export function tfjsEngine(options: WasmBackendOptions = {}): Engine {
  checkOptions('tfjsEngine', options, { wasmPaths: true, timeoutMs: true });
  return {
    name: 'tfjs',
    prepare: async (model: EngineModel, config: TrainingConfig): Promise<EngineSession> => {
      await useWasmBackend(options);
      const [{ TfjsSession }, { assignWeights }, lent] = await Promise.all([
        import('./session.ts'),
        import('./assign-weights.ts'),
        model.layersModel(),
      ]);
      try {
        // Weights that were made on another backend are brought to this one: left there, a reshaped one would take its values along.
        assignWeights(lent.model, readWeights(lent.model));
        return new TfjsSession(lent, config);
      } catch (error) {
        lent.release();
        throw error;
      }
    },
  };
}
