/**
 * Clears and copies vectors of four floats.
 *
 * Assumes: `bytes` is a multiple of 16.
 */

// Loops, since memory.fill and memory.copy are calls out of the kernel, expensive for a few vectors.

export function clear(to: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, zero);
}

export function copy(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
}
