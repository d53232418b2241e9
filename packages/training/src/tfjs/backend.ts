import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';

export interface WasmBackendOptions {
  /**
   * Where a browser finds the backend's three `.wasm` files, by file name. Node finds them in the package and ignores
   * this.
   */
  readonly wasmPaths?: Record<string, string>;
}

/**
 * Makes WASM the backend of TensorFlow.js. Models need a backend for their weights, whichever engine trains them.
 * Calling it again does nothing.
 *
 * @throws Error when the backend does not start, with the remedy
 */
export async function useWasmBackend({ wasmPaths }: WasmBackendOptions = {}): Promise<void> {
  if (getBackend() === 'wasm') return;
  if (wasmPaths) setWasmPaths(wasmPaths);
  const restoreListeners = rememberProcessListeners();
  try {
    if (await setBackend('wasm')) return;
  } catch (cause) {
    throw new Error('The WASM backend of TensorFlow.js did not start', { cause });
  } finally {
    restoreListeners();
  }
  throw new Error('The WASM backend of TensorFlow.js did not start: its .wasm files could not be loaded');
}

/**
 * The backend's Emscripten glue installs process-wide `uncaughtException` and `unhandledRejection` handlers that
 * rethrow: an application's own clean errors would become stack traces. Those that were not there before are removed.
 */
function rememberProcessListeners(): () => void {
  if (typeof process === 'undefined' || typeof process.listeners !== 'function') return () => {};
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Map(events.map((event) => [event, new Set<unknown>(process.rawListeners(event))]));
  return () => {
    for (const event of events) {
      for (const listener of process.rawListeners(event)) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node types raw listeners as Function
        if (!before.get(event)?.has(listener)) process.off(event, listener as (...values: unknown[]) => void);
      }
    }
  };
}
