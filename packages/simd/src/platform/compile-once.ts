import { kernelsStamp } from './kernels-stamp.ts';
import { loadRemedy } from './load-remedy.ts';
import type { Platform } from './platform.ts';

/**
 * Compiles each variant of the kernels once per location: V8 keeps optimized code with its module, so that a later session
 * starts with it. A failed compilation is retried.
 *
 * @param stamp that the kernels must have, for tests; an empty one is not compared
 */
export function compileOnce(
  compile: Platform['compileKernels'],
  stamp: string = kernelsStamp,
): Platform['compileKernels'] {
  const compiled = new Map<string, Promise<WebAssembly.Module>>();
  return async (shared, copy) => {
    const key = `${shared} ${copy?.href}`;
    const module = compiled.get(key) ?? compile(shared, copy);
    compiled.set(key, module);
    try {
      checkStamp(await module, stamp);
      return await module;
    } catch (cause) {
      compiled.delete(key);
      if (cause instanceof VersionError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The engine's kernels did not load: ${reason}. ${loadRemedy}`, { cause });
    }
  };
}

/** Kernels of another build than the JavaScript: they would take its records for others, and hang. */
class VersionError extends Error {}

function checkStamp(module: WebAssembly.Module, stamp: string): void {
  const [section] = WebAssembly.Module.customSections(module, 'atelier');
  const found = new TextDecoder().decode(section);
  if (stamp === '' || found === stamp) return;
  throw new VersionError(
    `The engine's kernels are of another build of @atelier/simd (${found === '' ? 'without a stamp' : found}) than the JavaScript that calls them (${stamp}): build your program again, and copy kernels and scripts together`,
  );
}
