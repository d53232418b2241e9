/**
 * Fixed addresses at the start of the engine's memory. Kernels import this file too, so it holds only integer
 * constants. Words that several threads write have a cache line (64 bytes) each.
 */

/**
 * Threads that have arrived at the current barrier.
 *
 * @public read by the kernels only
 */
export const BARRIER_ARRIVED = 64;
/** Barriers passed, modulo 2^32. Threads spin, then wait, on it. */
export const BARRIER_GENERATION = 128;
/**
 * Threads asleep in the current barrier.
 *
 * @public read by the kernels only
 */
export const BARRIER_SLEEPERS = 192;
/** Not 0: the threads must stop. 1 + the number of the thread that broke first, or -1 when the pool was disposed. */
export const ABORTED = 256;
/** Workers that take part in the current run. In the line of `ABORTED`: neither is written while kernels run, unless one breaks. */
export const JOINED = 260;

/** The current run of steps; the calling thread writes it before the run. Addresses and counts, 32 bits each. */
export const RUN_PROGRAM = 320;
export const RUN_PROGRAM_END = 324;
export const RUN_STEPS = 328;
export const RUN_BATCH_SIZE = 332;
/** Samples in the run: the length of the order. */
export const RUN_SAMPLES = 336;
/** Steps of the whole training before this run of steps. */
export const RUN_FIRST_STEP = 340;
/** u8 `[count, pixels]`. */
export const RUN_IMAGES = 344;
/** i32 `[count]`. */
export const RUN_LABELS = 348;
/** f32 `[count, padded classes]`, or 0. */
export const RUN_TARGETS = 352;
/** u32 `[samples]`. */
export const RUN_ORDER = 356;
/** f32 `[steps, 4]`, see `optimizer/coefficients.ts`. */
export const RUN_COEFFICIENTS = 360;
/** f64 `[steps]`. */
export const RUN_LOSSES = 364;
/** u32 `[steps]`. */
export const RUN_CORRECT = 368;
/** f32 `[samples, outputs]`. */
export const RUN_PREDICTIONS = 372;
/** f32 `[count]`, factors of the samples' losses, or 0: then all are 1. */
export const RUN_WEIGHTS = 376;

/** Working memory of the kernels: `SCRATCH_BYTES` for each thread, from the address in `SCRATCH`. */
export const SCRATCH = 384;
export const SCRATCH_BYTES = 388;

/** The optimizer's rule (`OPTIMIZER_*` of `opcodes.ts`) and its constants, f32: beta1 or momentum, beta2 or rho. */
export const OPTIMIZER = 392;
export const OPTIMIZER_MOMENTUM = 396;
export const OPTIMIZER_DECAY = 400;
export const OPTIMIZER_EPSILON = 404;
/** 1 - beta1 and 1 - beta2 (or rho), rounded once: the difference of rounded numbers would be off by 1e-5. */
export const OPTIMIZER_MOMENTUM_REST = 408;
export const OPTIMIZER_DECAY_REST = 412;
/** f64: the factor on all gradients for clipping by norm. */
export const CLIP_SCALE = 416;

/** The first byte that the planner may lay out. */
export const CONTROL_BYTES = 512;
