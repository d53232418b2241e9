/** The exports of the kernels' module that JavaScript calls. */
export interface Kernels {
  /** Runs the steps that the control block describes, as one of `threads` threads. */
  run(thread: number, threads: number): void;
}

/** Gives a thread its instance of the kernels: globals of its own over the given memory. */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const { run } = exports;
  if (typeof run !== 'function')
    throw new TypeError('The kernels have no function "run": rebuild the package');
  return {
    run(thread, threads) {
      run(thread, threads);
    },
  };
}
