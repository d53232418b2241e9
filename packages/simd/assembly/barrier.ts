/**
 * The barrier between threads.
 *
 * Memory: BARRIER_* and ABORTED of the control block, a cache line each.
 * Assumes: all `threads` threads meet at every barrier, in the same order. A thread first spins, since its siblings are
 * usually less than a microsecond away, then sleeps, so that more threads than cores don't burn each other's time.
 * A sleeping thread checks now and then whether a sibling died; then it traps, which its caller reports.
 */
import { ABORTED, BARRIER_ARRIVED, BARRIER_GENERATION, BARRIER_SLEEPERS } from '../src/memory/control';
import { threads } from './step';

/** Checks of the generation before a thread sleeps: about 100 microseconds, longer than a wake-up. */
const SPINS: i32 = 40_000;
/** Nanoseconds of sleep before a thread checks whether it should stop. */
const NAP: i64 = 50_000_000;

export function barrier(): void {
  if (threads == 1) return;
  const generation = atomic.load<i32>(BARRIER_GENERATION);
  if (atomic.add<i32>(BARRIER_ARRIVED, 1) == threads - 1) {
    atomic.store<i32>(BARRIER_ARRIVED, 0);
    atomic.add<i32>(BARRIER_GENERATION, 1);
    if (atomic.load<i32>(BARRIER_SLEEPERS) != 0) atomic.notify(BARRIER_GENERATION, -1);
    return;
  }
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(BARRIER_GENERATION) != generation) return checkPassed(generation);
  }
  atomic.add<i32>(BARRIER_SLEEPERS, 1);
  // No variable changes in this loop: with one that counted naps, a thread that had slept passed later barriers at once in code of V8's
  // baseline compiler (11.3, `node --liftoff-only`).
  while (atomic.load<i32>(BARRIER_GENERATION) == generation) {
    atomic.wait<i32>(BARRIER_GENERATION, generation, NAP);
    if (atomic.load<i32>(ABORTED) != 0) unreachable();
  }
  atomic.sub<i32>(BARRIER_SLEEPERS, 1);
  checkPassed(generation);
}

/** The next barrier can't be passed without this thread: another generation means wrong results. */
function checkPassed(generation: i32): void {
  if (atomic.load<i32>(BARRIER_GENERATION) != generation + 1) unreachable();
}
