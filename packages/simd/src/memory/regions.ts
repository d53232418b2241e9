/** A piece of memory, in bytes. */
interface Region {
  start: number;
  end: number;
}

/**
 * Allocates and frees regions of a range of addresses: first fit, free neighbours joined, so that a data
 * set that is reloaded each epoch takes the place of the last one.
 */
export class Regions {
  readonly #free: Region[];

  /** @param start a multiple of 64 */
  constructor(start: number, end: number) {
    this.#free = [{ start, end }];
  }

  /** The address of `bytes` bytes, a multiple of 64; `undefined` when no gap is wide enough. */
  allocate(bytes: number): number | undefined {
    const size = Math.max(64, Math.ceil(bytes / 64) * 64);
    const index = this.#free.findIndex(({ start, end }) => end - start >= size);
    const gap = this.#free[index];
    if (!gap) return undefined;
    const { start } = gap;
    gap.start += size;
    if (gap.start === gap.end) this.#free.splice(index, 1);
    return start;
  }

  /** Frees what `allocate` returned for the same size. */
  free(start: number, bytes: number): void {
    const end = start + Math.max(64, Math.ceil(bytes / 64) * 64);
    const found = this.#free.findIndex((gap) => gap.start >= end);
    const index = found < 0 ? this.#free.length : found;
    this.#free.splice(index, 0, { start, end });
    this.#join(index);
    if (index > 0) this.#join(index - 1);
  }

  /** Bytes that are free, in all gaps. */
  get freeBytes(): number {
    return this.#free.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  #join(index: number): void {
    const gap = this.#free[index];
    const next = this.#free[index + 1];
    if (!gap || !next || gap.end !== next.start) return;
    gap.end = next.end;
    this.#free.splice(index + 1, 1);
  }
}
