import { type LossName, UnsupportedError } from '@atelier/training';
import type { Arena } from '../memory/arena.ts';
import { BINARY_CROSSENTROPY, METRICS, PENALTY, SOFT_CROSSENTROPY, SPARSE_CROSSENTROPY } from '../opcodes.ts';
import type { OutputActivation } from '../ops/activation.ts';
import type { Op } from '../ops/op.ts';
import type { Parameter } from '../plan/parameter.ts';
import type { Program } from '../plan/program.ts';
import { TensorSums } from '../plan/tensor-sums.ts';

/**
 * The output activation that a loss takes the logits of.
 *
 * @throws UnsupportedError when the model ends in another op
 */
export function outputActivation(loss: LossName, last: Op | undefined): OutputActivation {
  const wanted = loss === 'binaryCrossentropy' ? 'sigmoid' : 'softmax';
  if (!last || !isOutputActivation(last) || last.activation !== wanted) {
    throw new UnsupportedError(
      `The simd engine computes ${loss} from the logits of a ${wanted}; the model's last layer "${last?.name ?? ''}" has none`,
    );
  }
  const { units } = last.logits;
  if (loss === 'binaryCrossentropy' && units !== 1) {
    throw new UnsupportedError(
      `The simd engine computes binaryCrossentropy for one sigmoid; found ${units} units`,
    );
  }
  return last;
}

function isOutputActivation(op: Op): op is OutputActivation {
  return 'activation' in op;
}

/** A step's loss: cross-entropy from logits, its gradient, and the regularizers' penalty. */
export class Loss {
  readonly #name: LossName;
  readonly #output: OutputActivation;
  readonly #losses: number;
  readonly #correct: number;
  readonly #penalty: TensorSums;

  constructor(
    name: LossName,
    output: OutputActivation,
    parameters: readonly Parameter[],
    arena: Arena,
    batchSize: number,
  ) {
    this.#name = name;
    this.#output = output;
    this.#losses = arena.allocate(batchSize * 8);
    this.#correct = arena.allocate(batchSize * 4);
    const penalized = parameters.filter(({ spec }) => spec.penalty.l1 !== 0 || spec.penalty.l2 !== 0);
    this.#penalty = new TensorSums(penalized, arena);
  }

  /** Adds the calls that make samples' losses and the logits' gradient, split by samples, and the penalty. */
  add(program: Program): void {
    const { values, gradient, units, groups } = this.#output.logits;
    const results = [this.#losses, this.#correct];
    const shape = this.#name === 'binaryCrossentropy' ? [] : [units, groups];
    program.add({
      code: kernels[this.#name],
      arguments: [values, gradient, ...shape, ...results],
      reads: [{ buffer: values, share: 'samples' }],
      writes: [gradient, ...results].map((buffer) => ({ buffer, share: 'samples' })),
    });
    this.#penalty.add(program, PENALTY);
  }

  /** Adds the call that sums them up, which may stand anywhere later in the step. */
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

const kernels: Record<LossName, number> = {
  sparseCategoricalCrossentropy: SPARSE_CROSSENTROPY,
  categoricalCrossentropy: SOFT_CROSSENTROPY,
  binaryCrossentropy: BINARY_CROSSENTROPY,
};
