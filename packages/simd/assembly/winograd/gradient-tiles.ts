/**
 * Tiles of gradients: the transforms of the backward pass.
 *
 * Memory: see forward.ts.
 */

/** `A dY Aᵀ` of tiles of the output's gradient, which is 0 beyond the picture, to sixteen planes. */
export function gradientTiles(
  gradient: usize,
  height: i32,
  width: i32,
  groups: i32,
  tilesX: i32,
  first: i32,
  count: i32,
  out: usize,
  plane: usize,
): void {
  const pixelBytes: usize = groups << 4;
  const rowBytes = width * pixelBytes;
  const zero = f32x4.splat(0);
  for (let t = 0; t < count; t++) {
    const y = ((first + t) / tilesX) << 1;
    const x = ((first + t) % tilesX) << 1;
    const right = x + 1 < width;
    const below = y + 1 < height;
    for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
      const g = gradient + y * rowBytes + x * pixelBytes + channel;
      const g00 = v128.load(g);
      const g01 = right ? v128.load(g + pixelBytes) : zero;
      const g10 = below ? v128.load(g + rowBytes) : zero;
      const g11 = right && below ? v128.load(g + rowBytes + pixelBytes) : zero;
      let to = out + t * pixelBytes + channel;
      gradientLine(to, plane, g00, g01);
      to += plane << 2;
      gradientLine(to, plane, f32x4.add(g00, g10), f32x4.add(g01, g11));
      to += plane << 2;
      gradientLine(to, plane, f32x4.sub(g00, g10), f32x4.sub(g01, g11));
      to += plane << 2;
      gradientLine(to, plane, f32x4.neg(g10), f32x4.neg(g11));
    }
  }
}

function gradientLine(to: usize, plane: usize, a: v128, b: v128): void {
  v128.store(to, a);
  to += plane;
  v128.store(to, f32x4.add(a, b));
  to += plane;
  v128.store(to, f32x4.sub(a, b));
  to += plane;
  v128.store(to, f32x4.neg(b));
}

/** Adds `B V Bᵀ` of a tile to the sixteen pixels at `out`. */
export function addTile(v: usize, plane: usize, floats: i32, out: usize, rowBytes: usize): void {
  const pixelBytes: usize = floats << 2;
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    const v0 = v + channel;
    const v1 = v0 + (plane << 2);
    const v2 = v1 + (plane << 2);
    const v3 = v2 + (plane << 2);
    let to = out + channel;
    addLine(to, pixelBytes, load0(v0, 0), load0(v0, plane), load0(v0, plane * 2), load0(v0, plane * 3));
    to += rowBytes;
    addLine(
      to,
      pixelBytes,
      lineOne(v1, v2, v3, 0),
      lineOne(v1, v2, v3, plane),
      lineOne(v1, v2, v3, plane * 2),
      lineOne(v1, v2, v3, plane * 3),
    );
    to += rowBytes;
    addLine(
      to,
      pixelBytes,
      lineTwo(v0, v1, v2, 0),
      lineTwo(v0, v1, v2, plane),
      lineTwo(v0, v1, v2, plane * 2),
      lineTwo(v0, v1, v2, plane * 3),
    );
    to += rowBytes;
    addLine(
      to,
      pixelBytes,
      f32x4.neg(load0(v3, 0)),
      f32x4.neg(load0(v3, plane)),
      f32x4.neg(load0(v3, plane * 2)),
      f32x4.neg(load0(v3, plane * 3)),
    );
  }
}

function load0(at: usize, offset: usize): v128 {
  return v128.load(at + offset);
}

function lineOne(v1: usize, v2: usize, v3: usize, offset: usize): v128 {
  return f32x4.add(f32x4.sub(v128.load(v1 + offset), v128.load(v2 + offset)), v128.load(v3 + offset));
}

function lineTwo(v0: usize, v1: usize, v2: usize, offset: usize): v128 {
  return f32x4.sub(f32x4.add(v128.load(v1 + offset), v128.load(v2 + offset)), v128.load(v0 + offset));
}

function addLine(to: usize, pixelBytes: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.add(v128.load(to), a));
  to += pixelBytes;
  v128.store(to, f32x4.add(v128.load(to), f32x4.add(f32x4.sub(b, c), d)));
  to += pixelBytes;
  v128.store(to, f32x4.add(v128.load(to), f32x4.sub(f32x4.add(b, c), a)));
  to += pixelBytes;
  v128.store(to, f32x4.sub(v128.load(to), d));
}
