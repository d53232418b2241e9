import type { Platform } from './platform.ts';

/**
 * Compiles each variant of the kernels once: V8 keeps optimized code with its module, so that a later session starts with it.
 * What failed is tried again.
 */
export function compileOnce(compile: Platform['compileKernels']): Platform['compileKernels'] {
  const compiled = new Map<boolean, Promise<WebAssembly.Module>>();
  return async (shared) => {
    const module = compiled.get(shared) ?? compile(shared);
    compiled.set(shared, module);
    try {
      return await module;
    } catch (error) {
      compiled.delete(shared);
      throw error;
    }
  };
}
