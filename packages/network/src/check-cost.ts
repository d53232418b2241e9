import { NetworkError } from './error.ts';
import type { Network } from './network.ts';

/** Limits of the cost of one image: a second or two on one core. */
const limits = { outputs: 2 ** 24, operations: 2 ** 30 } as const;

/**
 * Checks that an untrusted network computes within reasonable time and memory: at most 2^24 outputs of all
 * layers and 2^30 operations per image.
 *
 * @throws NetworkError naming the limit that is exceeded
 */
export function checkCost({ cost: { outputs, operations } }: Network): void {
  if (outputs > limits.outputs) {
    throw new NetworkError(
      `Its layers put out at most ${limits.outputs} numbers per image; found ${outputs}`,
    );
  }
  if (operations > limits.operations) {
    throw new NetworkError(
      `It takes at most ${limits.operations} operations per image; found about ${operations}`,
    );
  }
}
