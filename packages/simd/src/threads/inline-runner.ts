import { platform } from '#platform';
import type { PackageCopy } from '../platform/platform.ts';
import { instantiateKernels } from './kernels.ts';
import type { Runner } from './runner.ts';

/** Runs kernels in the calling thread: a run of steps blocks it, so the caller keeps runs short. */
export async function inlineRunner(memory: WebAssembly.Memory, copy: PackageCopy): Promise<Runner> {
  const kernels = await instantiateKernels(await platform.compileKernels(false, copy), memory);
  return {
    threads: 1,
    ready: () => true,
    async run() {
      kernels.run(0, 1);
    },
    async dispose() {},
  };
}
