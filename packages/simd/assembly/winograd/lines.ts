/**
 * The matrices of Winograd's F(4, 3) for the points 0, 1, -1, 2, -2 and infinity (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2015), and their transposes.
 *
 * A matrix multiplies `count` lines of vectors. A line begins at `from`, its vectors are `step` bytes apart, and the next line begins
 * `nextLine` bytes further on; the results stand at `to` in the same way, and may take the lines' place.
 */

/** `Bᵀ`: six inputs to six values. */
export function inputLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const d0 = v128.load(from);
    const d1 = v128.load(from + step);
    const d2 = v128.load(from + step * 2);
    const d3 = v128.load(from + step * 3);
    const d4 = v128.load(from + step * 4);
    const d5 = v128.load(from + step * 5);
    const four = f32x4.splat(4);
    const difference = f32x4.sub(d4, d2);
    v128.store(to, f32x4.add(f32x4.mul(four, f32x4.sub(d0, d2)), difference));
    const even = f32x4.sub(d4, f32x4.mul(four, d2));
    const odd = f32x4.sub(d3, f32x4.mul(four, d1));
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + toStep * 2, f32x4.sub(even, odd));
    const half = f32x4.sub(d1, d3);
    const twice = f32x4.add(half, half);
    v128.store(to + toStep * 3, f32x4.sub(difference, twice));
    v128.store(to + toStep * 4, f32x4.add(difference, twice));
    v128.store(to + toStep * 5, f32x4.add(f32x4.add(twice, twice), f32x4.sub(d5, d3)));
    from += nextLine;
    to += toNextLine;
  }
}

/** `B`, its transpose: six values' gradients to six inputs'. */
export function inputGradientLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const v0 = v128.load(from);
    const v1 = v128.load(from + step);
    const v2 = v128.load(from + step * 2);
    const v3 = v128.load(from + step * 3);
    const v4 = v128.load(from + step * 4);
    const v5 = v128.load(from + step * 5);
    const four = f32x4.splat(4);
    const near = f32x4.sub(v2, v1);
    const far = f32x4.sub(v4, v3);
    const twice = f32x4.add(far, far);
    const nearSum = f32x4.add(v1, v2);
    const farSum = f32x4.add(v3, v4);
    const first = f32x4.mul(four, v0);
    const last = f32x4.mul(four, v5);
    v128.store(to, first);
    v128.store(to + toStep, f32x4.add(f32x4.add(f32x4.mul(four, near), twice), last));
    const sum = f32x4.add(f32x4.add(v0, nearSum), farSum);
    const three = f32x4.mul(f32x4.splat(3), nearSum);
    v128.store(to + toStep * 2, f32x4.sub(f32x4.neg(sum), f32x4.add(first, three)));
    v128.store(to + toStep * 3, f32x4.sub(f32x4.neg(f32x4.add(near, twice)), f32x4.add(last, v5)));
    v128.store(to + toStep * 4, sum);
    v128.store(to + toStep * 5, v5);
    from += nextLine;
    to += toNextLine;
  }
}

/** `Aᵀ`: six products to four outputs. */
export function outputLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const m1 = v128.load(from + step);
    const m2 = v128.load(from + step * 2);
    const m3 = v128.load(from + step * 3);
    const m4 = v128.load(from + step * 4);
    const nearSum = f32x4.add(m1, m2);
    const near = f32x4.sub(m1, m2);
    const farSum = f32x4.add(m3, m4);
    const far = f32x4.sub(m3, m4);
    const twice = f32x4.add(far, far);
    v128.store(to, f32x4.add(f32x4.add(v128.load(from), nearSum), farSum));
    v128.store(to + toStep, f32x4.add(near, twice));
    v128.store(to + toStep * 2, f32x4.add(nearSum, f32x4.mul(f32x4.splat(4), farSum)));
    const last = f32x4.add(near, v128.load(from + step * 5));
    v128.store(to + toStep * 3, f32x4.add(last, f32x4.mul(f32x4.splat(4), twice)));
    from += nextLine;
    to += toNextLine;
  }
}

/** `A`, its transpose: four outputs' gradients to six products'. */
export function outputGradientLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const y0 = v128.load(from);
    const y1 = v128.load(from + step);
    const y2 = v128.load(from + step * 2);
    const y3 = v128.load(from + step * 3);
    const four = f32x4.splat(4);
    v128.store(to, y0);
    const even = f32x4.add(y0, y2);
    const odd = f32x4.add(y1, y3);
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + toStep * 2, f32x4.sub(even, odd));
    const evenFar = f32x4.add(y0, f32x4.mul(four, y2));
    const half = f32x4.add(y1, f32x4.mul(four, y3));
    const oddFar = f32x4.add(half, half);
    v128.store(to + toStep * 3, f32x4.add(evenFar, oddFar));
    v128.store(to + toStep * 4, f32x4.sub(evenFar, oddFar));
    v128.store(to + toStep * 5, y3);
    from += nextLine;
    to += toNextLine;
  }
}

/** `G`: three weights to six values. */
export function kernelLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const g0 = v128.load(from);
    const g1 = v128.load(from + step);
    const g2 = v128.load(from + step * 2);
    const sixth = f32x4.splat(<f32>(1.0 / 6.0));
    const quarter = f32x4.mul(f32x4.splat(0.25), g0);
    v128.store(to, quarter);
    const ends = f32x4.mul(sixth, f32x4.add(g0, g2));
    const middle = f32x4.mul(sixth, g1);
    v128.store(to + toStep, f32x4.neg(f32x4.add(ends, middle)));
    v128.store(to + toStep * 2, f32x4.sub(middle, ends));
    const endsFar = f32x4.mul(sixth, f32x4.add(quarter, g2));
    const middleFar = f32x4.mul(f32x4.splat(0.5), middle);
    v128.store(to + toStep * 3, f32x4.add(endsFar, middleFar));
    v128.store(to + toStep * 4, f32x4.sub(endsFar, middleFar));
    v128.store(to + toStep * 5, g2);
    from += nextLine;
    to += toNextLine;
  }
}

/** `Gᵀ`, its transpose: six values' gradients to three weights'. */
export function kernelGradientLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const u1 = v128.load(from + step);
    const u2 = v128.load(from + step * 2);
    const u3 = v128.load(from + step * 3);
    const u4 = v128.load(from + step * 4);
    const sixth = f32x4.splat(<f32>(1.0 / 6.0));
    const quarter = f32x4.splat(0.25);
    const near = f32x4.mul(sixth, f32x4.add(u1, u2));
    const far = f32x4.mul(sixth, f32x4.add(u3, u4));
    const first = f32x4.mul(quarter, f32x4.add(v128.load(from), far));
    v128.store(to, f32x4.sub(first, near));
    const half = f32x4.mul(f32x4.splat(0.5), f32x4.sub(u3, u4));
    v128.store(to + toStep, f32x4.mul(sixth, f32x4.add(f32x4.sub(u2, u1), half)));
    v128.store(to + toStep * 2, f32x4.add(f32x4.sub(far, near), v128.load(from + step * 5)));
    from += nextLine;
    to += toNextLine;
  }
}
