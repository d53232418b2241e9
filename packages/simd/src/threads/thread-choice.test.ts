import { RandomStream } from '@atelier/random';
import { describe, expect, test } from 'vitest';
import { ThreadChoice, threadCounts } from './thread-choice.ts';

/** A machine: milliseconds of a sample on so many threads, at a time in milliseconds. */
type Machine = (threads: number, now: number) => number;

/** How long a choice takes for so many samples, and which numbers it used last. */
function train(
  machine: Machine,
  counts: readonly number[],
  samples: number,
): { readonly time: number; readonly last: number } {
  const choice = new ThreadChoice(counts);
  let time = 0;
  for (let done = 0; done < samples;) {
    const run = choice.next(Math.min(32_768, samples - done));
    // A run starts with messages to the threads.
    const milliseconds = run * machine(choice.threads, time) + 0.1;
    choice.record(run, milliseconds);
    time += milliseconds;
    done += run;
  }
  return { time, last: choice.threads };
}

/** The time of the best fixed number. */
function best(machine: Machine, counts: readonly number[], samples: number): number {
  return Math.min(...counts.map((threads) => fixed(machine, threads, samples)));
}

function fixed(machine: Machine, threads: number, samples: number): number {
  let time = 0;
  for (let done = 0; done < samples; done += 100) time += 100 * machine(threads, time);
  return time;
}

const idle: Machine = (threads) => 0.003 / Math.min(threads, 2) + 0.0004 * (threads - 1);
const busy: Machine = (threads) => (threads === 1 ? 0.003 : 0.005 + 0.002 * threads);
const crowded: Machine = (threads) => 0.003 * threads;

test.each<readonly [string, Machine, readonly number[]]>([
  ['two idle cores', idle, [1, 2]],
  ['a busy neighbour', busy, [1, 2]],
  ['far more threads than cores', idle, threadCounts(64)],
  ['threads that only disturb each other', crowded, threadCounts(16)],
  ['sixteen idle cores', (threads) => 0.003 / threads, threadCounts(16)],
  ['seconds for a sample', (threads) => 2000 / threads, [1, 2]],
])('is never more than a tenth slower than the best fixed number: %s', (_, machine, counts) => {
  const samples = machine(1, 0) > 1 ? 300 : 20_000_000;
  const { time } = train(machine, counts, samples);
  expect(time).toBeLessThan(1.1 * best(machine, counts, samples));
});

test.each<readonly [string, Machine]>([
  ['two threads are faster', (threads) => (threads === 1 ? 0.003 : 0.0017)],
  ['one thread is faster', (threads) => (threads === 1 ? 0.003 : 0.0054)],
])('is not led astray by runs of very different length: %s', (_, machine) => {
  const random = new RandomStream(1, 'noise');
  const choice = new ThreadChoice([1, 2]);
  let time = 0;
  const alone = [0, 0];
  for (let run = 0; run < 2000; run++) {
    // The loop cuts runs to 25 ms, here of 5000 samples. Half of them take less than 0.6 or more than 1.7 times as long as expected.
    const samples = choice.next(5000);
    const normal = Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    const milliseconds = (threads: number) => samples * machine(threads, time) * Math.exp(0.8 * normal);
    for (const threads of [1, 2]) alone[threads - 1] = (alone[threads - 1] ?? 0) + milliseconds(threads);
    choice.record(samples, milliseconds(choice.threads));
    time += milliseconds(choice.threads);
  }
  expect(time).toBeLessThan(1.1 * Math.min(...alone));
});

test('follows neighbours that come and go', () => {
  const machine: Machine = (threads, now) => (Math.floor(now / 4000) % 2 === 0 ? idle : busy)(threads, now);
  const samples = 6_000_000;
  const { time } = train(machine, [1, 2], samples);
  expect(time).toBeLessThan(best(machine, [1, 2], samples));
});

test('settles on the number that is fastest', () => {
  expect(train(idle, [1, 2], 1_000_000).last).toBe(2);
  expect(train(busy, [1, 2], 1_000_000).last).toBe(1);
});

describe('threadCounts', () => {
  test.each([
    [1, [1]],
    [2, [1, 2]],
    [3, [1, 3]],
    [6, [1, 3, 6]],
    [16, [1, 2, 4, 8, 16]],
  ])('of %i are numbers that divide it', (threads, counts) => {
    expect(threadCounts(threads)).toEqual(counts);
  });
});

// Seen on two cores: threads that start, or meet on one core, make a run up to twice as long.
test.each([
  ['the first one with two threads', 6, 0.002, 2],
  ['the last one with one thread alone', 5, 0.005, 1],
])('a single slow run decides nothing: %s', (_, slow, shared, faster) => {
  const choice = new ThreadChoice([1, 2]);
  const chosen: number[] = [];
  for (let run = 0; run < 24; run++) {
    const samples = choice.next(100_000, (threads) => threads === 1 || run >= 6);
    const cost = choice.threads === 1 ? 0.0034 : shared;
    choice.record(samples, samples * cost * (run === slow ? 2 : 1));
    chosen.push(choice.threads);
  }
  expect(chosen.slice(6).filter((threads) => threads !== faster).length).toBeLessThanOrEqual(4);
});

test('goes on with the best number until others are ready', () => {
  const choice = new ThreadChoice([1, 2]);
  const chosen = Array.from({ length: 6 }, (_, run) => {
    choice.next(100, (threads) => threads === 1 || run >= 4);
    choice.record(100, 10 / choice.threads);
    return choice.threads;
  });
  expect(chosen).toEqual([1, 1, 1, 1, 2, 2]);
});

test('runs of less than half a millisecond stay on one thread and ask for no other', () => {
  const choice = new ThreadChoice([1, 2]);
  const asked: number[] = [];
  for (let run = 0; run < 100; run++) {
    choice.next(1, (threads) => asked.push(threads) > 0);
    choice.record(1, 0.2);
    expect(choice.threads).toBe(1);
  }
  expect(asked.filter((threads) => threads > 1)).toEqual([]);
});

// Of a short run, most is the fixed cost of a step: 0.05 ms for a sample that costs 0.003 ms within a long run.
test.each([
  ['one thread is faster', 0.0045, 1],
  ['two threads are faster', 0.002, 2],
])('short runs between long ones do not change how many threads these take: %s', (_, shared, faster) => {
  const choice = new ThreadChoice([1, 2]);
  const taken = [0, 0];
  for (let run = 0; run < 400; run++) {
    const samples = run % 20 === 0 ? 10_000 : 1;
    for (let done = 0; done < samples;) {
      const slice = choice.next(samples - done);
      const cost = choice.threads === 1 ? 0.003 : shared;
      choice.record(slice, 0.05 + cost * slice);
      if (samples > 1) taken[choice.threads - 1]! += slice;
      done += slice;
    }
  }
  expect(taken[faster - 1]! / (taken[0]! + taken[1]!)).toBeGreaterThan(0.85);
});
