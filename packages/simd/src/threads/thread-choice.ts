/** Milliseconds of a run that goes on with the best number, and of one that measures. */
const LONG = 100;
const SHORT = 20;
/** Milliseconds that work has to take before it is worth a message to other threads, and their answers. */
const WORTH_SHARING = 0.5;
/** The part of the time that trying other numbers may cost beyond what the best number would have taken. */
const BUDGET = 0.03;
/** Runs with the best number before another is tried again. */
const PATIENCE = 8;
/** How much a run changes what is known of its number: a busy machine makes single runs several times longer, now of one, now of another. */
const WEIGHT = 1 / 8;
/** The same for a number that is only tried now and then. */
const TRIED_WEIGHT = 1 / 4;
/** The first runs of all, in which the kernels are compiled: they are forgotten. */
const COMPILING = 2;

/**
 * Chooses, from run to run, how many threads take part: the number that is fastest as the machine is now. It begins with one and goes up
 * while that helps; afterwards it now and then tries the numbers next to the best one, since neighbours on the machine come and go. What is known
 * of a number is a moving average, so that the best one loses its place within some runs after something else takes a core away, but not to
 * one lucky run of another.
 *
 * The results do not depend on it.
 */
export class ThreadChoice {
  /** Ascending. */
  readonly #counts: readonly number[];
  /** Milliseconds a sample; `undefined` where a number was never tried. */
  readonly #costs: (number | undefined)[];
  #best = 0;
  #current = 0;
  /** Whether the next run is too short to be shared, and says nothing about longer ones. */
  #brief = false;
  #total = 0;
  #lost = 0;
  #steady = 0;
  #runs = 0;
  #tryHigher = true;

  /** @param counts ascending; every plan runs on any of them */
  constructor(counts: readonly number[]) {
    this.#counts = counts;
    this.#costs = counts.map(() => undefined);
  }

  /** How many threads the run takes that `next` chose. */
  get threads(): number {
    return this.#counts[this.#current] ?? 1;
  }

  /**
   * Chooses the number of threads of the next run. Returns how many samples it should be of.
   *
   * @param samples how many there are
   * @param ready whether so many threads can take part: until they can, the best number goes on
   */
  next(samples: number, ready: (threads: number) => boolean = () => true): number {
    const alone = this.#costs[0];
    this.#brief = alone !== undefined && samples * alone < WORTH_SHARING;
    if (this.#brief) {
      this.#current = 0;
      return samples;
    }
    const candidate = this.#candidate();
    this.#current = ready(this.#counts[candidate] ?? 1) ? candidate : this.#best;
    const known = this.#costs[this.#current] ?? this.#costs[this.#best];
    const time = this.#current === this.#best && this.#steady >= 2 ? LONG : SHORT;
    return known === undefined ? 1 : Math.min(samples, Math.max(1, Math.floor(time / known)));
  }

  /** How long the run took that `next` chose. */
  record(samples: number, milliseconds: number): void {
    // A step's fixed cost, which long runs share among many samples. One that took longer than it should has told something.
    if (this.#brief && milliseconds < WORTH_SHARING) return;
    const cost = milliseconds / samples;
    const best = this.#costs[this.#best];
    const known = this.#costs[this.#current];
    const weight = this.#current === this.#best ? WEIGHT : TRIED_WEIGHT;
    const compiling = this.#runs++ < COMPILING;
    this.#costs[this.#current] = known === undefined || compiling ? cost : known + (cost - known) * weight;
    this.#total += milliseconds;
    if (this.#brief) return;
    if (this.#current === this.#best) {
      this.#steady += 1;
    } else {
      this.#steady = 0;
      if (best !== undefined) this.#lost += Math.max(0, milliseconds - samples * best);
    }
    let fastest = this.#best;
    for (const [index, other = Infinity] of this.#costs.entries()) {
      if (other < (this.#costs[fastest] ?? Infinity)) fastest = index;
    }
    if (fastest !== this.#best) this.#steady = 0;
    this.#best = fastest;
  }

  #candidate(): number {
    const best = this.#best;
    if (this.#runs < COMPILING) return best;
    const untried = [best + 1, best - 1].find(
      (index) => index in this.#costs && this.#costs[index] === undefined,
    );
    if (untried !== undefined) return untried;
    if (this.#steady < PATIENCE || this.#lost > BUDGET * this.#total) return best;
    this.#tryHigher = !this.#tryHigher;
    const [first, second] = this.#tryHigher ? [best + 1, best - 1] : [best - 1, best + 1];
    return [first, second].find((index) => index in this.#counts) ?? best;
  }
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
