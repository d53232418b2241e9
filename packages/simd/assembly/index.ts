/**
 * The interpreter: runs a program, a list of kernel calls that the planner laid out, for each step of a run.
 *
 * Memory: the program at RUN_PROGRAM, records of code, bytes of the record, arguments (32-bit words). Everything else has
 * its address in a record or in the control block: this module holds no static data, so threads share one memory.
 * Assumes: all threads run the same program. It has barriers where a thread reads what another has written.
 * Kernels are exported: each export is compiled separately, so that V8 can replace a hot kernel by optimized code during a run.
 */
import { average } from './average';
import { barrier } from './barrier';
import { bytesForward, bytesSums } from './bytes-forward';
import { bytesGradient } from './bytes-gradient';
import { bytesTranspose } from './bytes-transpose';
import { biasGradient, weightGradient } from './dense-gradient';
import {
  activationBackward,
  activationForward,
  affine,
  dropoutBackward,
  dropoutForward,
} from './elementwise';
import { batchNormCombine, batchNormForward, batchNormMoving, batchNormStatistics } from './batch-norm';
import { batchNormBackward, batchNormGradient, batchNormSums } from './batch-norm-gradient';
import { conv, convPack } from './conv';
import { chunkedGradient, convWeightGradient } from './conv-gradient';
import { depthwiseBackward, depthwiseForward } from './depthwise';
import { averagePoolBackward, averagePoolForward } from './average-pooling';
import {
  globalAverageBackward,
  globalAverageForward,
  globalMaxBackward,
  globalMaxForward,
} from './global-pooling';
import { maxPoolBackward, maxPoolForward } from './max-pooling';
import { add, bytesWiden, moveChannels, padPictures, reshape, widenPictures } from './tensors';
import { winogradBackward } from './winograd/backward';
import { winogradForward } from './winograd/forward';
import { winogradPack } from './winograd/kernel';
import { matmul, matmulSums } from './matmul';
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

export { average };
export { barrier, biasGradient, bytesForward, bytesGradient, bytesTranspose, weightGradient };
export {
  activationBackward,
  activationForward,
  affine,
  dropoutBackward,
  dropoutForward,
  matmul,
  matmulSums,
  update,
};
export { clipFactor, gradientSquares, metrics, penalty, storePredictions };
export { binaryCrossentropy, softCrossentropy, softmaxBackward, softmaxForward, sparseCrossentropy };
export {
  batchNormBackward,
  batchNormCombine,
  batchNormForward,
  batchNormGradient,
  batchNormMoving,
  batchNormStatistics,
  batchNormSums,
};
export { conv, convPack };
export { chunkedGradient, convWeightGradient };
export { depthwiseBackward, depthwiseForward };
export {
  averagePoolBackward,
  averagePoolForward,
  globalAverageBackward,
  globalAverageForward,
  globalMaxBackward,
  globalMaxForward,
  maxPoolBackward,
  maxPoolForward,
};
export { add, bytesWiden, moveChannels, padPictures, reshape, widenPictures };
export { winogradBackward, winogradForward, winogradPack };
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
    case op.BYTES_SUMS:
      return bytesSums(args);
    case op.BYTES_TRANSPOSE:
      return bytesTranspose(args);
    case op.BYTES_GRADIENT:
      return bytesGradient(args);
    case op.BYTES_WIDEN:
      return bytesWiden(args);
    case op.MATMUL:
      return matmul(args);
    case op.MATMUL_SUMS:
      return matmulSums(args);
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
    case op.AVERAGE:
      return average(args);
    case op.STORE_PREDICTIONS:
      return storePredictions(args);
    case op.CONV_PACK:
      return convPack(args);
    case op.CONV:
      return conv(args);
    case op.CONV_WEIGHT_GRADIENT:
      return convWeightGradient(args);
    case op.CHUNKED_GRADIENT:
      return chunkedGradient(args);
    case op.WINOGRAD_PACK:
      return winogradPack(args);
    case op.WINOGRAD_FORWARD:
      return winogradForward(args);
    case op.WINOGRAD_BACKWARD:
      return winogradBackward(args);
    case op.DEPTHWISE_FORWARD:
      return depthwiseForward(args);
    case op.DEPTHWISE_BACKWARD:
      return depthwiseBackward(args);
    case op.MAX_POOL_FORWARD:
      return maxPoolForward(args);
    case op.MAX_POOL_BACKWARD:
      return maxPoolBackward(args);
    case op.AVERAGE_POOL_FORWARD:
      return averagePoolForward(args);
    case op.AVERAGE_POOL_BACKWARD:
      return averagePoolBackward(args);
    case op.GLOBAL_MAX_FORWARD:
      return globalMaxForward(args);
    case op.GLOBAL_MAX_BACKWARD:
      return globalMaxBackward(args);
    case op.GLOBAL_AVERAGE_FORWARD:
      return globalAverageForward(args);
    case op.GLOBAL_AVERAGE_BACKWARD:
      return globalAverageBackward(args);
    case op.BATCH_NORM_STATISTICS:
      return batchNormStatistics(args);
    case op.BATCH_NORM_COMBINE:
      return batchNormCombine(args);
    case op.BATCH_NORM_MOVING:
      return batchNormMoving(args);
    case op.BATCH_NORM_FORWARD:
      return batchNormForward(args);
    case op.BATCH_NORM_SUMS:
      return batchNormSums(args);
    case op.BATCH_NORM_GRADIENT:
      return batchNormGradient(args);
    case op.BATCH_NORM_BACKWARD:
      return batchNormBackward(args);
    case op.WIDEN_PICTURES:
      return widenPictures(args);
    case op.PAD_PICTURES:
      return padPictures(args);
    case op.RESHAPE:
      return reshape(args);
    case op.ADD:
      return add(args);
    case op.MOVE_CHANNELS:
      return moveChannels(args);
    default:
      unreachable();
  }
}
