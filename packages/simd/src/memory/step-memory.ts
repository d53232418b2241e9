import type { Access, Argument, KernelCall } from '../program/program.ts';
import type { Arena } from './arena.ts';

/** Addresses from here on stand for buffers without a place: the engine's memory ends before. */
const UNPLACED = 2 ** 31;

interface StepBuffer {
  readonly address: number;
  readonly bytes: number;
}

/** The first and last call of a program that touches a buffer. */
interface Lifetime {
  readonly first: number;
  last: number;
}

interface Place extends StepBuffer {
  readonly offset: number;
}

/**
 * Buffers that hold nothing from one step to the next. They get their places when all calls are known: two that no program needs at
 * the same time may lie upon each other.
 */
export class StepMemory {
  readonly #buffers: StepBuffer[] = [];
  #end = UNPLACED;

  /** A buffer by an address that stands for it until `place` gives it another. */
  allocate(bytes: number): number {
    const address = this.#end;
    this.#end += Math.ceil(bytes / 64) * 64;
    if (this.#end > 2 ** 53) throw new RangeError('The model and its batch need more than the engine has');
    this.#buffers.push({ address, bytes });
    return address;
  }

  /**
   * Gives all buffers their places, and hands back the programs with them. What a call doesn't say that it reads or writes,
   * another may overwrite.
   */
  place(programs: readonly (readonly KernelCall[])[], arena: Arena): readonly (readonly KernelCall[])[] {
    const lifetimes = programs.map((calls) => this.#lifetimes(calls));
    const placed: Place[] = [];
    // Large ones first: small ones fit into what they leave.
    for (const buffer of this.#buffers.toSorted((one, other) => other.bytes - one.bytes)) {
      const rivals = placed.filter((other) => lifetimes.some((each) => liveTogether(each, buffer, other)));
      placed.push({ ...buffer, offset: firstGap(rivals, buffer.bytes) });
    }
    const bytes = placed.reduce((most, { offset, bytes: length }) => Math.max(most, offset + length), 0);
    const start = arena.allocate(bytes);
    const byAddress = placed.toSorted((one, other) => one.address - other.address);
    const moved = (address: number): Place | undefined => {
      if (address < UNPLACED) return undefined;
      // The last one that begins at or before the address.
      let [low, high] = [0, byAddress.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((byAddress[middle]?.address ?? 0) <= address) low = middle;
        else high = middle - 1;
      }
      return byAddress[low];
    };
    const argument = (value: Argument): Argument => {
      const place = typeof value === 'number' ? moved(value) : undefined;
      return place && typeof value === 'number' ? start + place.offset + value - place.address : value;
    };
    const access = (value: Access): Access => {
      const place = moved(value.buffer);
      return place
        ? { ...value, buffer: start + place.offset, bytes: place.bytes, tenant: place.address }
        : value;
    };
    return programs.map((calls) =>
      calls.map(({ code, arguments: values, reads, writes }) => ({
        code,
        arguments: values.map(argument),
        reads: reads.map(access),
        writes: writes.map(access),
      })),
    );
  }

  #lifetimes(calls: readonly KernelCall[]): ReadonlyMap<number, Lifetime> {
    const lifetimes = new Map<number, Lifetime>();
    for (const [index, { reads, writes }] of calls.entries()) {
      for (const { buffer } of [...reads, ...writes]) {
        const known = lifetimes.get(buffer);
        if (known) known.last = index;
        else lifetimes.set(buffer, { first: index, last: index });
      }
    }
    return lifetimes;
  }
}

function liveTogether(lifetimes: ReadonlyMap<number, Lifetime>, one: StepBuffer, other: StepBuffer): boolean {
  const [a, b] = [lifetimes.get(one.address), lifetimes.get(other.address)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** The lowest offset with so many bytes between what is there. */
function firstGap(taken: readonly Place[], bytes: number): number {
  let offset = 0;
  for (const other of taken.toSorted((one, next) => one.offset - next.offset)) {
    if (offset + bytes <= other.offset) return offset;
    offset = Math.max(offset, Math.ceil((other.offset + other.bytes) / 64) * 64);
  }
  return offset;
}
