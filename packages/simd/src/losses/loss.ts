import { lossNamed, type LossName, type TrainingConfig, unitsFor, UnsupportedError } from '@atelier/training';
import type { Arena } from '../memory/arena.ts';
import { METRICS, PENALTY } from '../opcodes.ts';
import type { Op, OutputOp } from '../ops/op.ts';
import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';
import { TensorSums } from '../program/tensor-sums.ts';
import type { LossKernel } from './loss-kernel.ts';
import { lossKernels } from './loss-kernels.ts';

/**
 * The op whose logits a loss takes.
 *
 * @throws UnsupportedError when the model ends in another op
 */
export function outputOp(name: LossName, last: Op | undefined, layer: string): OutputOp {
  const loss = lossNamed(name);
  if (!last || !isOutputOp(last) || last.activation !== loss.output) {
    throw new UnsupportedError(
      `The simd engine computes ${name} from the logits of a ${loss.output}; the model's last layer "${layer}" has none`,
    );
  }
  const { units } = last.logits;
  if (units !== unitsFor(loss, units)) {
    throw new UnsupportedError(
      `The simd engine computes ${name} for one ${loss.output}; found ${units} units`,
    );
  }
  return last;
}

function isOutputOp(op: Op): op is OutputOp {
  return 'activation' in op;
}

/** A step's loss: cross-entropy from logits, its gradient, and the regularizers' penalty. */
export class Loss {
  readonly #kernel: LossKernel;
  readonly #smoothing: number;
  readonly #output: OutputOp;
  /** Of the logits. Kernels write it in any case: where nothing is trained, to a place of its own. */
  readonly #gradient: number;
  readonly #losses: number;
  readonly #correct: number;
  readonly #penalty: TensorSums;

  constructor(
    { loss, labelSmoothing = 0, batchSize }: TrainingConfig,
    output: OutputOp,
    parameters: readonly Parameter[],
    arena: Arena,
  ) {
    this.#kernel = lossKernels[loss];
    this.#smoothing = labelSmoothing;
    this.#output = output;
    this.#gradient = output.logits.gradient || arena.allocate(batchSize * output.logits.groups * 16);
    this.#losses = arena.allocate(batchSize * 8);
    this.#correct = arena.allocate(batchSize * 4);
    const penalized = parameters.filter(
      ({ spec: { trainable, penalty } }) => trainable && (penalty.l1 !== 0 || penalty.l2 !== 0),
    );
    this.#penalty = new TensorSums(penalized, arena);
  }

  /** Adds the calls that compute samples' losses and the logits' gradient, split by samples, and the penalty. */
  add(program: Program): void {
    const { logits } = this.#output;
    const { values } = logits;
    const gradient = this.#gradient;
    const results = [this.#losses, this.#correct];
    program.add({
      code: this.#kernel.code,
      arguments: [values, gradient, ...this.#kernel.shape(logits), ...results, { float64: this.#smoothing }],
      reads: [{ buffer: values, share: 'samples' }],
      writes: [gradient, ...results].map((buffer) => ({ buffer, share: 'samples' })),
    });
    this.#penalty.add(program, PENALTY);
  }

  /** Adds the call that sums them, which may come anywhere later in the step. */
  addMetrics(program: Program): void {
    const results = [this.#losses, this.#correct];
    program.add({
      code: METRICS,
      arguments: [...results, this.#penalty.address, this.#penalty.count],
      reads: [
        ...results.map((buffer) => ({ buffer, share: 'first thread' as const })),
        ...this.#penalty.reads('first thread'),
      ],
      writes: [],
    });
  }
}
