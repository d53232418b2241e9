/** A worker's task. Case `i` is a pure function of the seed, the target and `i`. */
export interface Job {
  readonly target: string;
  readonly seed: number;
  readonly first: number;
  readonly cases: number;
  /** When to end, and when the job was posted, by one clock in milliseconds. */
  readonly until: number;
  readonly now: number;
}

/** Messages of a running worker. */
export type Report =
  | { readonly type: 'begin'; readonly index: number }
  | { readonly type: 'finding'; readonly index: number; readonly what: string }
  | {
      readonly type: 'end';
      readonly index: number;
      readonly milliseconds: number;
      readonly peakMemory: number;
    }
  | { readonly type: 'done' };
