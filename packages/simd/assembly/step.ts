/**
 * A thread's view of the current step, and its share of the work.
 *
 * Memory: reads the run's words of the control block (src/memory/control.ts), written by the caller before the run.
 * Assumes: each thread has an instance of this module, hence its own globals; `beginStep` runs before any kernel.
 */
import {
  RUN_BATCH_SIZE,
  RUN_COEFFICIENTS,
  RUN_FIRST_STEP,
  RUN_ORDER,
  RUN_SAMPLES,
  RUN_WEIGHTS,
  SCRATCH,
  SCRATCH_BYTES,
} from '../src/memory/control';
import { SPLIT_SAMPLES } from '../src/opcodes';

/** This thread, from 0, and how many there are. */
export let thread: i32 = 0;
export let threads: i32 = 1;
/** The step's position in this run of steps, and in the whole run of the model. */
export let stepIndex: i32 = 0;
export let stepNumber: i32 = 0;
/** Samples in the step's batch. */
export let batch: i32 = 0;
/** The first of the batch's samples in the run's order. */
export let firstSample: i32 = 0;
/** The step's coefficients, f32 x 4: see src/optimizer/coefficients.ts. */
export let coefficients: usize = 0;
/** This thread's working memory. */
export let scratch: usize = 0;

export function beginRun(thisThread: i32, allThreads: i32): void {
  thread = thisThread;
  threads = allThreads;
  scratch = load<u32>(SCRATCH) + thisThread * load<u32>(SCRATCH_BYTES);
}

export function beginStep(index: i32): void {
  const size = load<i32>(RUN_BATCH_SIZE);
  stepIndex = index;
  stepNumber = load<i32>(RUN_FIRST_STEP) + index;
  firstSample = index * size;
  batch = min(size, load<i32>(RUN_SAMPLES) - firstSample);
  coefficients = load<u32>(RUN_COEFFICIENTS) + (index << 4);
}

/** The index in the data set of row `row` of the batch. */
export function sampleAt(row: i32): u32 {
  return load<u32>(load<u32>(RUN_ORDER) + ((firstSample + row) << 2));
}

/** The factor of the loss of row `row` of the batch. */
export function weightAt(row: i32): f32 {
  const weights: usize = load<u32>(RUN_WEIGHTS);
  return weights == 0 ? 1 : load<f32>(weights + (sampleAt(row) << 2));
}

/** The first of this thread's items when `count` items are split into contiguous shares. */
export function shareStart(count: i32): i32 {
  return (count * thread) / threads;
}

export function shareEnd(count: i32): i32 {
  return (count * (thread + 1)) / threads;
}

/** The rows of a `[batch, units]` tensor that are this thread's under `split`, and its groups of four units. */
export function firstRow(split: i32): i32 {
  return split == SPLIT_SAMPLES ? shareStart(batch) : 0;
}

export function endRow(split: i32): i32 {
  return split == SPLIT_SAMPLES ? shareEnd(batch) : batch;
}

export function firstGroup(split: i32, groups: i32): i32 {
  return split == SPLIT_SAMPLES ? 0 : shareStart(groups);
}

export function endGroup(split: i32, groups: i32): i32 {
  return split == SPLIT_SAMPLES ? groups : shareEnd(groups);
}
