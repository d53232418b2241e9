import { loadRemedy } from './load-remedy.ts';
import type { Platform } from './platform.ts';

/**
 * Compiles each variant of the kernels once per location: V8 keeps optimized code with its module, so that a later session
 * starts with it. A failed compilation is retried.
 */
export function compileOnce(compile: Platform['compileKernels']): Platform['compileKernels'] {
  const compiled = new Map<string, Promise<WebAssembly.Module>>();
  return async (shared, copy) => {
    const key = `${shared} ${copy?.href}`;
    const module = compiled.get(key) ?? compile(shared, copy);
    compiled.set(key, module);
    try {
      return await module;
    } catch (cause) {
      compiled.delete(key);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The engine's kernels did not load: ${reason}. ${loadRemedy}`, { cause });
    }
  };
}
