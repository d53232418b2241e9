import { BARRIER } from '../opcodes.ts';

/**
 * Which thread touches which part of a buffer: equal parts of the batch's samples, of n groups of four units
 * (columns of weights), of n groups of four rows of weights; parts of the pixels in n slices of units each; chunks of the batch; all of
 * it by each thread; or all of it by the first.
 */
export type Share =
  | 'samples'
  | `groups:${number}`
  | `rows:${number}`
  | `pixel parts:${number}`
  | 'chunks'
  | 'everything'
  | 'first thread';

/** What a kernel call reads or writes, by a buffer's address. */
export interface Access {
  readonly buffer: number;
  /** Of a buffer that may share its place with others; those that have theirs for good are told apart by their address. */
  readonly bytes?: number;
  /** Which of the buffers that have this place one after the other. */
  readonly tenant?: number;
  readonly share: Share;
}

/** An argument of a kernel: an address or a small integer, any 32 bits, or a float of either size. */
export type Argument =
  | number
  | { readonly bits: number }
  | { readonly float32: number }
  | { readonly float64: number };

export interface KernelCall {
  readonly code: number;
  readonly arguments: readonly Argument[];
  readonly reads: readonly Access[];
  readonly writes: readonly Access[];
}

/** The kernel calls of a step, in order. Ops say what each call reads and writes; barriers follow from that. */
export class Program {
  readonly #calls: KernelCall[] = [];

  add(call: KernelCall): void {
    this.#calls.push(call);
  }

  get calls(): readonly KernelCall[] {
    return this.#calls;
  }
}

/**
 * The calls, with a barrier wherever a thread could read what another has not written yet, or overwrite what it still reads. Calls that
 * need none move before the next barrier, past those that do.
 */
export function synchronized(ordered: readonly KernelCall[]): readonly KernelCall[] {
  const calls = beforeBarriers(ordered);
  // Steps follow each other: the second round finds the barriers between them.
  const barriers = new Set<number>();
  let open: KernelCall[] = [];
  for (let round = 0; round < 2; round++) {
    for (const [index, call] of calls.entries()) {
      if (barriers.has(index)) open = [];
      if (open.some((earlier) => conflict(earlier, call))) {
        barriers.add(index);
        open = [];
      }
      open.push(call);
    }
    open = open.map(acrossSteps);
  }
  return calls.flatMap((call, index) => (barriers.has(index) ? [barrierCall, call] : [call]));
}

/** The calls in groups that need no barrier within, each group as large as it can be; what depends on each other keeps its order. */
function beforeBarriers(calls: readonly KernelCall[]): readonly KernelCall[] {
  const order: KernelCall[] = [];
  let waiting = calls;
  while (waiting.length > 0) {
    const group: KernelCall[] = [];
    const later: KernelCall[] = [];
    for (const call of waiting) {
      const waits = later.some((each) => depends(each, call)) || group.some((each) => conflict(each, call));
      (waits ? later : group).push(call);
    }
    order.push(...group);
    waiting = later;
  }
  return order;
}

const barrierCall: KernelCall = { code: BARRIER, arguments: [], reads: [], writes: [] };

/** Whether the order of two calls matters, even on one thread. */
function depends(earlier: KernelCall, later: KernelCall): boolean {
  return meet(earlier, later, overlap);
}

/** Whether a thread could be hurt by what another does in the other call. */
function conflict(earlier: KernelCall, later: KernelCall): boolean {
  return meet(earlier, later, (one, other) => overlap(one, other) && !sameThreads(one, other));
}

/** Whether one of two calls writes where the other reads or writes, as `touch` has it. */
function meet(
  earlier: KernelCall,
  later: KernelCall,
  touch: (one: Access, other: Access) => boolean,
): boolean {
  const any = (left: readonly Access[], right: readonly Access[]): boolean =>
    left.some((one) => right.some((other) => touch(one, other)));
  return (
    any(earlier.writes, later.reads) || any(earlier.writes, later.writes) || any(earlier.reads, later.writes)
  );
}

function overlap(one: Access, other: Access): boolean {
  return one.buffer < other.buffer + (other.bytes ?? 1) && other.buffer < one.buffer + (one.bytes ?? 1);
}

/**
 * Equal splits of a buffer give each part to the same thread, except for "everything", which all threads touch. Of two buffers that follow
 * each other in the same bytes nothing is known: a chunk of samples does not lie where a chunk's sums do.
 */
function sameThreads(one: Access, other: Access): boolean {
  const sameBuffer = one.buffer === other.buffer && one.tenant === other.tenant;
  return sameBuffer && one.share === other.share && one.share !== 'everything';
}

/** The next batch may be smaller, and its samples split differently. */
function acrossSteps({ code, arguments: words, reads, writes }: KernelCall): KernelCall {
  const widen = ({ share, ...place }: Access): Access => ({
    ...place,
    share: share === 'samples' || share === 'chunks' ? 'everything' : share,
  });
  return { code, arguments: words, reads: reads.map(widen), writes: writes.map(widen) };
}

/** The calls as the kernels' interpreter reads them: code, bytes of the record, arguments; little-endian words. */
export function encode(calls: readonly KernelCall[]): Uint8Array {
  const words: number[] = [];
  const view = new DataView(new ArrayBuffer(8));
  for (const { code, arguments: values } of calls) {
    const start = words.length;
    words.push(code, 0);
    for (const value of values) {
      if (typeof value === 'number') {
        words.push(value);
      } else if ('bits' in value) {
        words.push(value.bits);
      } else if ('float32' in value) {
        view.setFloat32(0, value.float32, true);
        words.push(view.getInt32(0, true));
      } else {
        view.setFloat64(0, value.float64, true);
        words.push(view.getInt32(0, true), view.getInt32(4, true));
      }
    }
    words[start + 1] = (words.length - start) * 4;
  }
  return new Uint8Array(Int32Array.from(words).buffer);
}
