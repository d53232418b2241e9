import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees memory now. After training, the pixels and the engine's WebAssembly memory are garbage, about 130 MB for
 * Fashion-MNIST; V8 counts little of it, and would keep it while the figures are drawn.
 */
export async function collectGarbage(): Promise<void> {
  // What is held weakly lives until the turn of the event loop ends in which it was last asked for.
  await setImmediate();
  setFlagsFromString('--expose-gc');
  // The function `gc` exists in contexts that are created from now on.
  runInNewContext('gc()');
}
