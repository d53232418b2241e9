/** Luma by Rec. 601, whose weights most image libraries use. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** A plane of computed values; `Float32Array.from` takes ten times as long. */
export function mapPixels(count: number, value: (pixel: number) => number): Float32Array {
  const plane = new Float32Array(count);
  for (let pixel = 0; pixel < count; pixel++) plane[pixel] = value(pixel);
  return plane;
}

/** The value below which a share of sorted values lies. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The indices of the pixels at the edges of a frame. */
export function ringOf(width: number, height: number): Uint32Array {
  const ring: number[] = [];
  for (let row = 0; row < height; row++) {
    const isEdge = row === 0 || row === height - 1;
    for (let column = 0; column < width; column += isEdge ? 1 : Math.max(1, width - 1)) {
      ring.push(row * width + column);
    }
  }
  return Uint32Array.from(ring);
}

/** The mean of a plane's pixels at the edges of a frame. */
export function ringMean(plane: Float32Array, width: number, height: number): number {
  const ring = ringOf(width, height);
  return ring.reduce((sum, pixel) => sum + plane[pixel]!, 0) / ring.length;
}

/**
 * Planes as one image.
 *
 * @param planes one for each channel, or one for all, 0–255
 * @returns `[height, width, channels]`
 */
export function interleave(planes: readonly Float32Array[], channels: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(planes[0]!.length * channels).map((_, at) =>
    Math.round((planes[at % channels] ?? planes[0]!)[Math.floor(at / channels)]!),
  );
}
