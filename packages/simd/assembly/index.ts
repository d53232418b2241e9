/**
 * The interpreter: runs a program, a list of kernel calls that the planner laid out, for each step of a run.
 *
 * Memory: the program at RUN_PROGRAM, records of code, bytes of the record, arguments (32-bit words). Everything else has
 * its address in a record or in the control block: this module holds no static data, so threads share one memory.
 * Assumes: all threads run the same program. Barriers stand in it where a thread reads what another has written.
 * Kernels are exported: an export is compiled by itself, so that V8 swaps a hot kernel for its optimized code in mid-run.
 */
import { barrier } from './barrier';
import { bytesForward, bytesGradient, bytesTranspose, bytesWiden } from './dense-bytes';
import { biasGradient, weightGradient } from './dense-gradient';
import {
  activationBackward,
  activationForward,
  affine,
  dropoutBackward,
  dropoutForward,
} from './elementwise';
import { matmul } from './matmul';
import { update } from './optimizer';
import { clipFactor, gradientSquares, metrics, penalty, storePredictions } from './results';
import {
  binaryCrossentropy,
  softCrossentropy,
  softmaxBackward,
  softmaxForward,
  sparseCrossentropy,
} from './softmax';
import { beginRun, beginStep } from './step';
import { RUN_PROGRAM, RUN_PROGRAM_END, RUN_STEPS } from '../src/memory/control';
import * as op from '../src/opcodes';

export { barrier, bytesForward, bytesGradient, bytesTranspose, bytesWiden, biasGradient, weightGradient };
export { activationBackward, activationForward, affine, dropoutBackward, dropoutForward, matmul, update };
export { clipFactor, gradientSquares, metrics, penalty, storePredictions };
export { binaryCrossentropy, softCrossentropy, softmaxBackward, softmaxForward, sparseCrossentropy };
export { beginRun, beginStep };
export { exp, expm1, logarithm, sigmoids, tanhs } from './math-exports';

/** Runs all steps of the run that the control block describes, as thread `thread` of `threads`. */
export function run(thread: i32, threads: i32): void {
  beginRun(thread, threads);
  const start: usize = load<u32>(RUN_PROGRAM);
  const end: usize = load<u32>(RUN_PROGRAM_END);
  const steps = load<i32>(RUN_STEPS);
  for (let step = 0; step < steps; step++) {
    beginStep(step);
    for (let call = start; call < end; call += load<u32>(call, 4)) execute(call);
  }
}

/** Runs the kernel of one record. */
export function execute(call: usize): void {
  const args = call + 8;
  switch (load<i32>(call)) {
    case op.BARRIER:
      return barrier();
    case op.BYTES_FORWARD:
      return bytesForward(args);
    case op.BYTES_TRANSPOSE:
      return bytesTranspose(args);
    case op.BYTES_GRADIENT:
      return bytesGradient(args);
    case op.BYTES_WIDEN:
      return bytesWiden(args);
    case op.MATMUL:
      return matmul(args);
    case op.WEIGHT_GRADIENT:
      return weightGradient(args);
    case op.BIAS_GRADIENT:
      return biasGradient(args);
    case op.ACTIVATION_FORWARD:
      return activationForward(args);
    case op.ACTIVATION_BACKWARD:
      return activationBackward(args);
    case op.AFFINE:
      return affine(args);
    case op.DROPOUT_FORWARD:
      return dropoutForward(args);
    case op.DROPOUT_BACKWARD:
      return dropoutBackward(args);
    case op.SOFTMAX_FORWARD:
      return softmaxForward(args);
    case op.SOFTMAX_BACKWARD:
      return softmaxBackward(args);
    case op.SPARSE_CROSSENTROPY:
      return sparseCrossentropy(args);
    case op.SOFT_CROSSENTROPY:
      return softCrossentropy(args);
    case op.BINARY_CROSSENTROPY:
      return binaryCrossentropy(args);
    case op.METRICS:
      return metrics(args);
    case op.PENALTY:
      return penalty(args);
    case op.GRADIENT_SQUARES:
      return gradientSquares(args);
    case op.CLIP_FACTOR:
      return clipFactor(args);
    case op.UPDATE:
      return update(args);
    case op.STORE_PREDICTIONS:
      return storePredictions(args);
    default:
      unreachable();
  }
}
