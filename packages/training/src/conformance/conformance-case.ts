import type { Engine } from '../engine/contract.ts';

/** Something that holds for every engine. */
export interface ConformanceCase {
  readonly name: string;
  /** @throws Error saying what the engine does differently */
  run(engine: Engine): Promise<void>;
}
