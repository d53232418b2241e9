/**
 * Makes a store of weights the backend of TensorFlow.js, unless it has a backend: enough to make a model, train it on an engine
 * that computes by itself, and save it, without the time and memory that WASM takes. `tfjsEngine` starts WASM when it
 * prepares a model; whoever computes with TensorFlow.js itself (`model.predict`) calls `useWasmBackend` first.
 */
export async function useWeightStore(): Promise<void> {
  const [{ getBackend, registerBackend, setBackend }, { WeightStore }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('./weight-store.ts'),
  ]);
  // The type claims that there is always one.
  const current: string | null | undefined = getBackend();
  if (current !== undefined && current !== null) return;
  registerBackend('atelier-weights', () => new WeightStore(), 0);
  await setBackend('atelier-weights');
}
