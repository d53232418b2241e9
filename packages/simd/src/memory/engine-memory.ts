import { Regions } from './regions.ts';
import { keepSpareMemory, takeSpareMemory } from './spare-memories.ts';

const PAGE = 65_536;

/** What the kernels were built for: 2 GiB, so that addresses are positive 32-bit integers. */
export const MAXIMUM_PAGES = 32_768;

/**
 * A session's memory: its plan's buffers, initially zeros, then data sets. It grows with the data, and is never
 * shrunk: WebAssembly can't. Views are created for each use, since growing detaches the old ones.
 */
export class EngineMemory {
  readonly memory: WebAssembly.Memory;
  readonly #regions: Regions;
  readonly #shared: boolean;
  #released = false;

  /** @param planBytes the size of the part that the plan laid out */
  constructor(planBytes: number, shared: boolean) {
    if (planBytes > MAXIMUM_PAGES * PAGE) {
      throw new RangeError(`The model and its batch need ${megabytes(planBytes)}; the engine has 2048 MB`);
    }
    const pages = Math.ceil(planBytes / PAGE);
    const spare = takeSpareMemory(shared);
    this.memory = spare ?? newMemory(pages, shared);
    this.#shared = shared;
    if (spare) {
      this.#growTo(pages);
      this.bytes(0, planBytes).fill(0);
    }
    this.#regions = new Regions(planBytes, MAXIMUM_PAGES * PAGE);
  }

  /**
   * Room for data of `bytes` bytes.
   *
   * @throws RangeError when it doesn't fit
   */
  allocate(bytes: number, what: string): number {
    const address = this.#regions.allocate(bytes);
    if (address === undefined) {
      throw new RangeError(
        `${what} take ${megabytes(bytes)}; the engine has ${megabytes(this.#regions.freeBytes)} of 2048 MB left. Unload other data, or train on a part`,
      );
    }
    try {
      this.#growTo(Math.ceil((address + bytes) / PAGE));
    } catch (cause) {
      this.#regions.free(address, bytes);
      throw new Error(`${what} take ${megabytes(bytes)}, but the system has not enough memory`, { cause });
    }
    return address;
  }

  free(address: number, bytes: number): void {
    this.#regions.free(address, bytes);
  }

  /** Leaves the memory to a later session. No thread may read or write it any more. */
  release(): void {
    this.#released = true;
    keepSpareMemory(this.memory, this.#shared);
  }

  /** Whether it may already be another session's. */
  get released(): boolean {
    return this.#released;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  unsigned(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  #growTo(pages: number): void {
    const missing = pages - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) this.memory.grow(missing);
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}

function newMemory(pages: number, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: MAXIMUM_PAGES, shared });
  } catch (cause) {
    throw new Error(
      `There is not enough memory for the engine: it needs ${megabytes(pages * PAGE)}, and about 10 GB of addresses, which a limit such as ulimit -v may forbid`,
      { cause },
    );
  }
}
