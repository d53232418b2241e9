/** One axis of a picture under a window that slides over it: a convolution's or a pooling's. */
export interface Axis {
  readonly length: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before the picture; those behind it follow from `outputs`. */
  readonly before: number;
  readonly outputs: number;
}

export type Padding = 'valid' | 'same';

/** Pads like TensorFlow: `same` gives `ceil(length / stride)` outputs, the smaller half of the zeros before the picture. */
export function slide(length: number, kernel: number, stride: number, padding: Padding): Axis {
  if (padding === 'valid') {
    const outputs = Math.max(0, Math.floor((length - kernel) / stride) + 1);
    return { length, kernel, stride, before: 0, outputs };
  }
  const outputs = Math.ceil(length / stride);
  const total = Math.max(0, (outputs - 1) * stride + kernel - length);
  return { length, kernel, stride, before: Math.floor(total / 2), outputs };
}

/** The part of the picture, with its border, that the windows cover. */
export function windowLength({ kernel, stride, outputs }: Axis): number {
  return (outputs - 1) * stride + kernel;
}

/**
 * The inputs whose gradient comes from the same taps of the kernel: every `stride`-th one. Their gradient is a convolution with
 * stride 1 of the output's gradient, with those taps in reverse.
 */
export interface Phase {
  /** The first of the inputs, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** The taps: the first, the step to the next (negative), how many. */
  readonly tap: number;
  readonly tapStep: number;
  readonly taps: number;
  /** Zeros before the output's gradient. */
  readonly before: number;
}

/**
 * Input `i` takes part in output `o` by tap `k` where `i + before = o * stride + k`: with `i + before = q * stride + r`, by the taps
 * `r + j * stride` in the outputs `q - j`.
 */
export function gradientPhases({ length, kernel, stride, before }: Axis): readonly Phase[] {
  return Array.from({ length: stride }, (_, remainder) => {
    const taps = Math.max(0, Math.ceil((kernel - remainder) / stride));
    const quotient = Math.max(0, Math.ceil((before - remainder) / stride));
    const first = quotient * stride + remainder - before;
    const count = Math.max(0, Math.ceil((length - first) / stride));
    const tap = remainder + (taps - 1) * stride;
    return { first, count, tap, tapStep: -stride, taps, before: taps === 0 ? 0 : taps - 1 - quotient };
  });
}
