import { readFileSync } from 'node:fs';
import { RUN_PROGRAM, RUN_PROGRAM_END, RUN_STEPS } from '../src/memory/control.ts';
import type { EngineMemory } from '../src/memory/engine-memory.ts';
import { BARRIER } from '../src/opcodes.ts';
import type { Runner } from '../src/threads/runner.ts';

const module = await WebAssembly.compile(readFileSync(new URL('../dist/kernels.wasm', import.meta.url)));

/**
 * Runs the shares of `threads` threads one after another, from barrier to barrier, the last thread first if `reversed`. Where a barrier is
 * missing between what one thread writes and another needs, the two orders differ, which real threads seldom show.
 *
 * @param beforeKernel called before each share of a kernel
 */
export function threadsInTurn(
  memory: EngineMemory,
  threads: number,
  reversed: boolean,
  beforeKernel: () => void = () => {},
): Runner {
  const instances = Array.from({ length: threads }, () => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
    return (name: string, ...args: readonly number[]): void => {
      const called = exports[name];
      if (typeof called === 'function') called(...args);
      else throw new TypeError(`The kernels have no function "${name}"`);
    };
  });
  const inOrder = reversed ? instances.toReversed() : instances;
  return {
    threads,
    ready: () => true,
    async run() {
      const view = new DataView(memory.memory.buffer);
      const word = (address: number): number => view.getUint32(address, true);
      for (const [thread, call] of instances.entries()) call('beginRun', thread, threads);
      let untilBarrier: (readonly [string, number])[] = [];
      const meet = (): void => {
        for (const call of inOrder) {
          for (const [name, argument] of untilBarrier) {
            if (name === 'execute') beforeKernel();
            call(name, argument);
          }
        }
        untilBarrier = [];
      };
      for (let step = 0; step < word(RUN_STEPS); step++) {
        untilBarrier.push(['beginStep', step]);
        for (let record = word(RUN_PROGRAM); record < word(RUN_PROGRAM_END); record += word(record + 4)) {
          if (word(record) === BARRIER) meet();
          else untilBarrier.push(['execute', record]);
        }
      }
      meet();
    },
    async dispose() {},
  };
}
