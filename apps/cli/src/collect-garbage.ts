import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back memory now. After training, the pixels and the engine's WebAssembly memory are garbage, about 130 MB for
 * Fashion-MNIST; V8 counts little of it as its own, and would leave it beside what drawing the figures needs.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  // The function `gc` is there in contexts that are made from now on.
  runInNewContext('gc()');
}
