/** Milliseconds of a run that goes on with the best number, and of one that measures. */
const LONG = 100;
const SHORT = 20;
/** Milliseconds that work has to take before it is worth a message to other threads, and their answers. */
const WORTH_SHARING = 0.5;
/** The part of the time that trying other numbers may cost beyond what the best number would have taken. */
const BUDGET = 0.03;
/** Runs with the best number before another is tried again. */
const PATIENCE = 8;
/** How many of its last runs tell what a number costs: a busy machine makes single ones several times longer, now of one number, now of another. */
const REMEMBERED = 7;
/** Runs in a row in which another number is tried; fewer if most of them say the same. */
const TRIES = 3;
/** The first runs of all, in which the kernels are compiled: they are forgotten. */
const COMPILING = 2;

/** A number of threads, and what its last runs told. */
interface Candidate {
  readonly threads: number;
  /** Milliseconds a sample, the latest last. */
  readonly costs: number[];
}

/**
 * Chooses, from run to run, how many threads take part: the number that is fastest as the machine is now. It begins with one and goes up
 * while that helps; afterwards it now and then tries the numbers next to the best one, since neighbours on the machine come and go. A number
 * costs the median of its last runs, and takes some of them in a row when it is tried: a single run tells little, since threads that
 * start, or another program, can make it several times longer.
 *
 * The results do not depend on it.
 */
export class ThreadChoice {
  /** Ascending. */
  readonly #candidates: readonly Candidate[];
  #best: Candidate;
  #current: Candidate;
  /** Runs of a candidate that is tried are compared when it has had enough of them. */
  #tried: Candidate | undefined;
  /** Whether the next run is too short to be shared, and says nothing about longer ones. */
  #brief = false;
  #total = 0;
  #lost = 0;
  #steady = 0;
  #runs = 0;
  #tryHigher = true;

  /** @param counts ascending, at least one; every plan runs on any of them */
  constructor(counts: readonly number[]) {
    const [first, ...others] = counts.map((threads) => ({ threads, costs: [] }));
    if (!first) throw new RangeError('There is no number of threads to choose from');
    this.#candidates = [first, ...others];
    this.#best = first;
    this.#current = first;
  }

  /** How many threads the run takes that `next` chose. */
  get threads(): number {
    return this.#current.threads;
  }

  /**
   * Chooses the number of threads of the next run. Returns how many samples it should be of.
   *
   * @param samples how many there are
   * @param ready whether so many threads can take part: until they can, the best number goes on
   */
  next(samples: number, ready: (threads: number) => boolean = () => true): number {
    const [alone] = this.#candidates;
    const least = alone && costOf(alone);
    this.#brief = least !== undefined && samples * least < WORTH_SHARING;
    if (alone && this.#brief) {
      this.#current = alone;
      return samples;
    }
    this.#tried ??= this.#toTry(ready);
    this.#current = this.#tried ?? this.#best;
    const cost = costOf(this.#current) ?? costOf(this.#best);
    const time = !this.#tried && this.#steady >= 2 ? LONG : SHORT;
    return cost === undefined ? 1 : Math.min(samples, Math.max(1, Math.floor(time / cost)));
  }

  /** How long the run took that `next` chose. */
  record(samples: number, milliseconds: number): void {
    // A step's fixed cost, which long runs share among many samples. One that took longer than it should has told something.
    if (this.#brief && milliseconds < WORTH_SHARING) return;
    // A number on trial is judged by runs that were meant for it.
    if (this.#brief && this.#current === this.#tried) return;
    const { costs } = this.#current;
    if (this.#runs++ < COMPILING) costs.length = 0;
    costs.push(milliseconds / samples);
    if (costs.length > REMEMBERED) costs.shift();
    this.#total += milliseconds;
    if (this.#brief) return;
    if (this.#current !== this.#tried) {
      this.#steady += 1;
      return;
    }
    const best = costOf(this.#best) ?? Infinity;
    this.#lost += Math.max(0, milliseconds - samples * best);
    this.#judge(this.#tried, best);
  }

  /** Ends a trial that is decided. */
  #judge(tried: Candidate, best: number): void {
    const wins = tried.costs.filter((cost) => cost < best).length;
    const majority = Math.ceil(TRIES / 2);
    if (wins >= majority) this.#best = tried;
    else if (tried.costs.length - wins < majority) return;
    this.#tried = undefined;
    this.#steady = 0;
  }

  /** The number next to the best one that it is time to try, its earlier runs forgotten. */
  #toTry(ready: (threads: number) => boolean): Candidate | undefined {
    const next = this.#nextToBest();
    if (!next || !ready(next.threads)) return undefined;
    next.costs.length = 0;
    return next;
  }

  #nextToBest(): Candidate | undefined {
    if (this.#runs < COMPILING) return undefined;
    const place = this.#candidates.indexOf(this.#best);
    const higher = this.#candidates[place + 1];
    const lower = this.#candidates[place - 1];
    const untried = [higher, lower].find((other) => other?.costs.length === 0);
    if (untried) return untried;
    const best = costOf(this.#best) ?? Infinity;
    // Faster when it was tried last. Some runs of the best number have to lie between: it may have had bad luck.
    const promising = [higher, lower].find((other) => other && (costOf(other) ?? Infinity) < best);
    if (promising && this.#steady > TRIES) return promising;
    if (this.#steady < PATIENCE || this.#lost > BUDGET * this.#total) return undefined;
    this.#tryHigher = !this.#tryHigher;
    return this.#tryHigher ? (higher ?? lower) : (lower ?? higher);
  }
}

/** The median of what a sample cost in its last runs, in milliseconds; `undefined` if there were none. */
function costOf({ costs }: Candidate): number | undefined {
  const sorted = costs.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * The numbers of threads to choose from when there are `threads`: those that divide it, by halves. Threads then own what some of all
 * threads would own together, so that one plan does for all.
 */
export function threadCounts(threads: number): readonly number[] {
  const counts = [threads];
  for (let count = threads; count > 1;) {
    const halves = count % 2 === 0 ? count / 2 : 1;
    counts.unshift(halves);
    count = halves;
  }
  return counts;
}
