import { CONTROL_BYTES } from './control.ts';

/**
 * Lays out what a plan needs, once: each allocation gets the next free address, on its own cache line, and nothing
 * is ever freed.
 */
export class Arena {
  #end: number = CONTROL_BYTES;

  /** The address of `bytes` bytes, a multiple of 64. */
  allocate(bytes: number): number {
    const address = this.#end;
    this.#end += Math.ceil(bytes / 64) * 64;
    return address;
  }

  /** The first address behind everything allocated. */
  get end(): number {
    return this.#end;
  }
}
