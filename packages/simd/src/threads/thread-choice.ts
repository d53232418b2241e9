/** Milliseconds of a run that goes on with the best number, and of one that measures. */
const LONG = 100;
const SHORT = 20;
/** The part of the time that trying other numbers may cost beyond what the best number would have taken. */
const BUDGET = 0.03;
/** Runs with the best number before another is tried again. */
const PATIENCE = 8;

/**
 * Chooses, from run to run, how many threads take part: the number that is fastest as the machine is now. It begins with one and goes up
 * while that helps; afterwards it now and then tries the numbers next to the best one, since neighbours on the machine come and go. A run
 * that takes longer than expected counts at once, so that the best number loses its place soon after something else takes a core away.
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
  #total = 0;
  #lost = 0;
  #steady = 0;
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

  /** Chooses the number of threads of the next run. Returns how many samples it should be of. */
  next(): number {
    this.#current = this.#candidate();
    const known = this.#costs[this.#current] ?? this.#costs[this.#best];
    const time = this.#current === this.#best && this.#steady >= 2 ? LONG : SHORT;
    return known === undefined ? 1 : Math.max(1, Math.floor(time / known));
  }

  /** How long the run took that `next` chose. */
  record(samples: number, milliseconds: number): void {
    const cost = milliseconds / samples;
    const best = this.#costs[this.#best];
    this.#total += milliseconds;
    if (this.#current === this.#best) {
      // What is known from before may no longer hold; and in the first run of all the kernels are compiled.
      this.#costs[this.#best] = best === undefined || this.#steady < 2 ? cost : (best + cost) / 2;
      this.#steady += 1;
    } else {
      this.#costs[this.#current] = cost;
      this.#steady = 0;
      if (best !== undefined) this.#lost += Math.max(0, milliseconds - samples * best);
    }
    let fastest = this.#best;
    for (const [index, known = Infinity] of this.#costs.entries()) {
      if (known < (this.#costs[fastest] ?? Infinity)) fastest = index;
    }
    if (fastest !== this.#best) this.#steady = 0;
    this.#best = fastest;
  }

  #candidate(): number {
    const best = this.#best;
    // The first number has compiled the kernels only after its first run.
    if (best === 0 && this.#steady < 2) return best;
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
