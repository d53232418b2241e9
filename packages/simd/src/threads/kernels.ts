/** The exports of the kernels' module that JavaScript calls. */
export interface Kernels {
  /** Runs the steps that the control block describes, as one of `threads` threads. */
  run(thread: number, threads: number): void;
}

/** Creates a thread's instance of the kernels: its own globals over the given memory. */
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
