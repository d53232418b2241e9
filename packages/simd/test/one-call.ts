import { RUN_PROGRAM, RUN_PROGRAM_END, RUN_STEPS } from '../src/memory/control.ts';
import { EngineMemory } from '../src/memory/engine-memory.ts';

const PROGRAM = 1024;

/** A memory with a run of one step of one kernel call without arguments; an unknown code breaks whoever comes to it. */
export function memoryWith(code: number): WebAssembly.Memory {
  const { memory } = new EngineMemory(4096, true);
  const words = new Int32Array(memory.buffer);
  words.set([code, 8], PROGRAM / 4);
  words[RUN_PROGRAM / 4] = PROGRAM;
  words[RUN_PROGRAM_END / 4] = PROGRAM + 8;
  words[RUN_STEPS / 4] = 1;
  return memory;
}
