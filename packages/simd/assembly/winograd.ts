/**
 * Convolution with a 3x3 kernel and stride 1 by Winograd's F(2x2, 3x3): 16 products for four outputs instead of 36.
 *
 *   Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A,   d a tile of 4x4 inputs, Y of 2x2 outputs, tiles two pixels apart
 *
 * The products of all channels are 16 products of matrices. Gradients are those of the same formula: of the tiles
 * (the output's gradient goes back through A, the weights and B, and overlapping tiles add up), and of the weights.
 *
 * Memory: as in conv.ts; the kernel's transforms f32 `[16, panels, channels, 8]` (the last panel 4 wide when groups are odd); in this
 * thread's scratch memory the picture with a border that completes its tiles, the transforms of TILES tiles `[16, TILES, floats]` and
 * `[16, TILES, 4 groups]`, and in the backward pass the tiles' gradients and the picture's.
 * Assumes: floats and padded channels are multiples of four. Threads own samples; in the backward pass, chunks of samples.
 */
import { CHUNKS, WINOGRAD_TILES as TILES } from '../src/opcodes';
import { addColumns, addOuterProducts, chunkStart } from './conv-gradient';
import { multiplyRows } from './patches';
import { clear, copyWithBorder } from './pictures';
import { batch, scratch, shareEnd, shareStart } from './step';

/** One line of G: the kernel's three values to four. */
function transformKernelLine(out: usize, step: usize, a: v128, b: v128, c: v128): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.mul(half, f32x4.add(a, c));
  const middle = f32x4.mul(half, b);
  v128.store(out, a);
  v128.store(out + step, f32x4.add(ends, middle));
  v128.store(out + step * 2, f32x4.sub(ends, middle));
  v128.store(out + step * 3, c);
}

/** `G g Gᵀ` of nine vectors at `g`, `step` bytes apart, to sixteen at `out`. */
function transformKernel(g: usize, step: usize, out: usize, outStep: usize, half: usize): void {
  for (let x: usize = 0; x < 3; x++) {
    const a = v128.load(g + x * step);
    const b = v128.load(g + (x + 3) * step);
    const c = v128.load(g + (x + 6) * step);
    transformKernelLine(half + x * 16, 48, a, b, c);
  }
  for (let y: usize = 0; y < 4; y++) {
    const line = half + y * 48;
    transformKernelLine(
      out + y * 4 * outStep,
      outStep,
      v128.load(line),
      v128.load(line, 16),
      v128.load(line, 32),
    );
  }
}

/**
 * Arguments: weights, input channels, output groups; transforms for the forward pass, padded input channels; for the backward pass or
 * 0, input groups. Threads own input channels.
 */
export function winogradPack(args: usize): void {
  const weights: usize = load<u32>(args);
  const inputs = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const forward: usize = load<u32>(args, 12);
  const backward: usize = load<u32>(args, 16);
  const padded = (inputs + 3) & ~3;
  const weightBytes: usize = groups << 4;
  const end = shareEnd(padded);
  const transformed = scratch + 192;
  for (let input = shareStart(padded); input < end; input++) {
    for (let group = 0; group < groups; group++) {
      if (input < inputs) {
        const at = weights + input * weightBytes + (group << 4);
        transformKernel(at, inputs * weightBytes, transformed, 16, scratch);
      } else {
        clear(transformed, 256);
      }
      const forwardAt = forward + panelOffset(group, groups, padded) + input * panelBytes(group, groups);
      const backwardAt = backward + panelOffset(input >> 2, padded >> 2, groups << 2) + ((input & 3) << 2);
      const column = panelBytes(input >> 2, padded >> 2);
      for (let e: usize = 0; e < 16; e++) {
        const vector = v128.load(transformed + (e << 4));
        const plane = e * padded * weightBytes;
        v128.store(forwardAt + plane, vector);
        if (backward == 0) continue;
        const to = backwardAt + plane + (group << 2) * column;
        v128.store32_lane(to, vector, 0);
        v128.store32_lane(to + column, vector, 1);
        v128.store32_lane(to + column * 2, vector, 2);
        v128.store32_lane(to + column * 3, vector, 3);
      }
    }
  }
}

/** Where the vector of group `group` begins in packed panels of `rows` rows, and the bytes of a row of its panel. */
function panelOffset(group: i32, groups: i32, rows: i32): usize {
  return (group >> 1) * rows * 32 + ((group & 1) << 4);
}

function panelBytes(group: i32, groups: i32): usize {
  return group == groups - 1 && (groups & 1) == 1 ? 16 : 32;
}

/** `Bᵀ d B` of the tile at `d`, for all its channels, to sixteen planes. */
function transformTile(d: usize, rowBytes: usize, floats: i32, out: usize, plane: usize): void {
  const pixel: usize = floats << 2;
  for (let channel: usize = 0; channel < pixel; channel += 16) {
    const r0 = d + channel;
    const r1 = r0 + rowBytes;
    const r2 = r1 + rowBytes;
    const r3 = r2 + rowBytes;
    let to = out + channel;
    // Two rows of d make a row of Bᵀ d: more at a time would not fit into registers.
    transformRow(r0, r2, pixel, false, to, plane);
    to += plane << 2;
    transformRow(r1, r2, pixel, true, to, plane);
    to += plane << 2;
    transformRow(r2, r1, pixel, false, to, plane);
    to += plane << 2;
    transformRow(r1, r3, pixel, false, to, plane);
  }
}

/** One row of `Bᵀ d B`, of the sum or difference of two rows. */
function transformRow(a: usize, b: usize, pixel: usize, plus: bool, out: usize, plane: usize): void {
  const t0 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  a += pixel;
  b += pixel;
  const t1 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  a += pixel;
  b += pixel;
  const t2 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  a += pixel;
  b += pixel;
  const t3 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  v128.store(out, f32x4.sub(t0, t2));
  out += plane;
  v128.store(out, f32x4.add(t1, t2));
  out += plane;
  v128.store(out, f32x4.sub(t2, t1));
  out += plane;
  v128.store(out, f32x4.sub(t1, t3));
}

/** `Aᵀ M A` of a tile's sixteen products at `m`: its outputs, with bias, as far as they lie in the picture. */
function outputTile(
  m: usize,
  plane: usize,
  groups: i32,
  bias: usize,
  relu: bool,
  out: usize,
  rowBytes: usize,
  right: bool,
  below: bool,
): void {
  const bytes: usize = groups << 4;
  const zero = f32x4.splat(0);
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    const start = bias == 0 ? zero : v128.load(bias + channel);
    let at = m + channel;
    const line = plane << 2;
    const a0 = sumOf3(at, line);
    const b0 = differenceOf3(at, line);
    at += plane;
    const a1 = sumOf3(at, line);
    const b1 = differenceOf3(at, line);
    at += plane;
    const a2 = sumOf3(at, line);
    const b2 = differenceOf3(at, line);
    at += plane;
    const a3 = sumOf3(at, line);
    const b3 = differenceOf3(at, line);
    const to = out + channel;
    storeOutput(to, f32x4.add(f32x4.add(f32x4.add(a0, a1), a2), start), relu);
    if (right) storeOutput(to + bytes, f32x4.add(f32x4.sub(f32x4.sub(a1, a2), a3), start), relu);
    if (!below) continue;
    storeOutput(to + rowBytes, f32x4.add(f32x4.add(f32x4.add(b0, b1), b2), start), relu);
    if (right) storeOutput(to + rowBytes + bytes, f32x4.add(f32x4.sub(f32x4.sub(b1, b2), b3), start), relu);
  }
}

function sumOf3(at: usize, step: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at), v128.load(at + step)), v128.load(at + step * 2));
}

function differenceOf3(at: usize, step: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(at + step), v128.load(at + step * 2)), v128.load(at + step * 3));
}

function storeOutput(to: usize, value: v128, relu: bool): void {
  v128.store(to, relu ? f32x4.max(value, f32x4.splat(0)) : value);
}

/**
 * Arguments: input, bytes of a sample, height, width, floats; border above and to the left; transforms of the kernel, bias or
 * 0, relu; output, its height and width, groups.
 */
export function winogradForward(args: usize): void {
  const input: usize = load<u32>(args);
  const inputBytes: usize = load<u32>(args, 4);
  const floats = load<i32>(args, 16);
  const kernel: usize = load<u32>(args, 28);
  const bias: usize = load<u32>(args, 32);
  const relu = load<i32>(args, 36) != 0;
  const output: usize = load<u32>(args, 40);
  const outHeight = load<i32>(args, 44);
  const outWidth = load<i32>(args, 48);
  const groups = load<i32>(args, 52);
  const tilesX = (outWidth + 1) >> 1;
  const tiles = tilesX * ((outHeight + 1) >> 1);
  const windowBytes: usize = ((tilesX << 1) + 2) * (floats << 2);
  const outPixelBytes: usize = groups << 4;
  const outRowBytes = outWidth * outPixelBytes;
  const transforms = scratch + windowRows(outHeight) * windowBytes;
  const plane = planeBytes(floats << 2);
  const products = transforms + (plane << 4);
  const outPlane = planeBytes(outPixelBytes);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    copyPicture(args, input + sample * inputBytes, outHeight, outWidth);
    const out = output + sample * outHeight * outRowBytes;
    for (let first = 0; first < tiles; first += TILES) {
      const count = min(TILES, tiles - first);
      transformTiles(scratch, windowBytes, floats, tilesX, first, count, transforms, plane);
      multiplyPlanes(transforms, plane, floats, count, kernel, groups, products, outPlane);
      for (let t = 0; t < count; t++) {
        const y = ((first + t) / tilesX) << 1;
        const x = ((first + t) % tilesX) << 1;
        const m = products + t * outPixelBytes;
        const to = out + y * outRowBytes + x * outPixelBytes;
        outputTile(m, outPlane, groups, bias, relu, to, outRowBytes, x + 1 < outWidth, y + 1 < outHeight);
      }
    }
  }
}

/** The transforms of TILES tiles, and a cache line: sixteen planes a power of two apart would share one set of the cache. */
function planeBytes(pixelBytes: usize): usize {
  return TILES * pixelBytes + 64;
}

function windowRows(outHeight: i32): usize {
  return (((outHeight + 1) >> 1) << 1) + 2;
}

/** The picture with its border, at the start of scratch memory. */
function copyPicture(args: usize, picture: usize, outHeight: i32, outWidth: i32): void {
  const windowWidth = (((outWidth + 1) >> 1) << 1) + 2;
  copyWithBorder(
    scratch,
    picture,
    load<i32>(args, 8),
    load<i32>(args, 12),
    load<i32>(args, 16),
    load<i32>(args, 20),
    load<i32>(args, 24),
    <i32>windowRows(outHeight),
    windowWidth,
  );
}

function transformTiles(
  picture: usize,
  rowBytes: usize,
  floats: i32,
  tilesX: i32,
  first: i32,
  count: i32,
  out: usize,
  plane: usize,
): void {
  const pixelBytes: usize = floats << 2;
  for (let t = 0; t < count; t++) {
    const y = ((first + t) / tilesX) << 1;
    const x = ((first + t) % tilesX) << 1;
    transformTile(picture + y * rowBytes + x * pixelBytes, rowBytes, floats, out + t * pixelBytes, plane);
  }
}

/** The sixteen products of `[count, depth]` with packed `[depth, 4 groups]`. */
function multiplyPlanes(
  input: usize,
  plane: usize,
  depth: i32,
  count: i32,
  packed: usize,
  groups: i32,
  out: usize,
  outPlane: usize,
): void {
  const outBytes: usize = groups << 4;
  for (let e = 0; e < 16; e++) {
    for (let group = 0; group < groups; group += 2) {
      const to = out + (group << 4);
      if (group + 1 < groups) multiplyRows<u16>(input, depth << 2, count, depth, packed, to, outBytes);
      else multiplyRows<u8>(input, depth << 2, count, depth, packed, to, outBytes);
      packed += depth * (min(2, groups - group) << 4);
    }
    input += plane;
    out += outPlane;
  }
}

/**
 * Arguments: the first seven of `winogradForward`; transforms of the kernel for the backward pass; output's gradient, its height
 * and width, groups; chunks' sums or 0, bytes of a chunk, with a bias; input's gradient or 0.
 *
 * A chunk's sums are f32 `[16, floats, 4 groups]`, the gradient of the transformed kernel, and for the bias `[4 groups]`.
 */
export function winogradBackward(args: usize): void {
  const input: usize = load<u32>(args);
  const inputBytes: usize = load<u32>(args, 4);
  const height = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const floats = load<i32>(args, 16);
  const top = load<i32>(args, 20);
  const left = load<i32>(args, 24);
  const kernel: usize = load<u32>(args, 28);
  const gradient: usize = load<u32>(args, 32);
  const outHeight = load<i32>(args, 36);
  const outWidth = load<i32>(args, 40);
  const groups = load<i32>(args, 44);
  const sums: usize = load<u32>(args, 48);
  const chunkBytes: usize = load<u32>(args, 52);
  const hasBias = load<i32>(args, 56) != 0;
  const inputGradient: usize = load<u32>(args, 60);
  const tilesX = (outWidth + 1) >> 1;
  const tiles = tilesX * ((outHeight + 1) >> 1);
  const windowBytes: usize = ((tilesX << 1) + 2) * (floats << 2);
  const pictureBytes = windowRows(outHeight) * windowBytes;
  const pixelBytes: usize = groups << 4;
  const gradientBytes = outHeight * outWidth * pixelBytes;
  const transforms = scratch + pictureBytes;
  const plane = planeBytes(floats << 2);
  const products = transforms + (plane << 4);
  const outPlane = planeBytes(pixelBytes);
  const sumsOfTiles = products + (outPlane << 4);
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const out = sums + chunk * chunkBytes;
    if (sums != 0) clear(out, chunkBytes);
    const endSample = chunkStart(chunk + 1);
    for (let sample = chunkStart(chunk); sample < endSample; sample++) {
      const g = gradient + sample * gradientBytes;
      if (sums != 0) copyPicture(args, input + sample * inputBytes, outHeight, outWidth);
      if (inputGradient != 0) clear(sumsOfTiles, pictureBytes);
      for (let first = 0; first < tiles; first += TILES) {
        const count = min(TILES, tiles - first);
        gradientTiles(g, outHeight, outWidth, groups, tilesX, first, count, products, outPlane);
        if (sums != 0) {
          transformTiles(scratch, windowBytes, floats, tilesX, first, count, transforms, plane);
          addPlanes(transforms, plane, floats, products, outPlane, groups, count, out);
        }
        if (inputGradient == 0) continue;
        // Overwrites the transforms, which are no longer needed.
        multiplyPlanes(products, outPlane, groups << 2, count, kernel, floats >> 2, transforms, plane);
        for (let t = 0; t < count; t++) {
          const y = ((first + t) / tilesX) << 1;
          const x = ((first + t) % tilesX) << 1;
          const to = sumsOfTiles + y * windowBytes + x * (floats << 2);
          addTile(transforms + t * (floats << 2), plane, floats, to, windowBytes);
        }
      }
      if (inputGradient != 0) {
        const windowWidth = (tilesX << 1) + 2;
        const to = inputGradient + sample * inputBytes;
        const windowHeight = <i32>windowRows(outHeight);
        copyWithBorder(to, sumsOfTiles, windowHeight, windowWidth, floats, -top, -left, height, width);
      }
      if (hasBias && sums != 0) addColumns(g, outHeight * outWidth, groups, out + chunkBytes - pixelBytes);
    }
  }
}

/** `A dY Aᵀ` of tiles of the output's gradient, which is 0 beyond the picture, to sixteen planes. */
function gradientTiles(
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

/** Adds the contribution of `count` tiles to the gradient of the transformed kernel. */
function addPlanes(
  input: usize,
  plane: usize,
  floats: i32,
  gradient: usize,
  gradientPlane: usize,
  groups: i32,
  count: i32,
  out: usize,
): void {
  const pixelBytes: usize = groups << 4;
  const inputBytes: usize = floats << 2;
  for (let e = 0; e < 16; e++) {
    for (let group = 0; group < groups; group += 2) {
      const g = gradient + (group << 4);
      let to = out + (group << 4);
      for (let x: usize = 0; x < inputBytes; x += 16) {
        if (group + 1 < groups) {
          addOuterProducts<u16>(input + x, 0, inputBytes, 1, count, g, pixelBytes, to, pixelBytes);
        } else {
          addOuterProducts<u8>(input + x, 0, inputBytes, 1, count, g, pixelBytes, to, pixelBytes);
        }
        to += pixelBytes << 2;
      }
    }
    input += plane;
    gradient += gradientPlane;
    out += floats * pixelBytes;
  }
}

/** Adds `B V Bᵀ` of a tile to the sixteen pixels at `out`. */
function addTile(v: usize, plane: usize, floats: i32, out: usize, rowBytes: usize): void {
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

/**
 * The weights' gradient of the chunks' sums: adds the chunks in order, then `Gᵀ U G`.
 *
 * Arguments: sums, bytes of a chunk, input channels, floats, groups, gradient f32 `[9, input channels, 4 groups]`. Threads own input
 * channels.
 */
export function winogradWeightGradient(args: usize): void {
  const sums: usize = load<u32>(args);
  const chunkBytes: usize = load<u32>(args, 4);
  const inputs = load<i32>(args, 8);
  const floats = load<i32>(args, 12);
  const groups = load<i32>(args, 16);
  const gradient: usize = load<u32>(args, 20);
  const rowBytes: usize = groups << 4;
  const end = shareEnd(inputs);
  for (let input = shareStart(inputs); input < end; input++) {
    for (let e = 0; e < 16; e++) {
      const from = sums + (e * floats + input) * rowBytes;
      for (let column: usize = 0; column < rowBytes; column += 16) {
        let sum = v128.load(from + column);
        for (let chunk = 1; chunk < CHUNKS; chunk++) {
          sum = f32x4.add(sum, v128.load(from + chunk * chunkBytes + column));
        }
        v128.store(scratch + e * rowBytes + column, sum);
      }
    }
    const step = inputs * rowBytes;
    const lines = scratch + (rowBytes << 4);
    for (let column: usize = 0; column < rowBytes; column += 16) {
      const out = gradient + input * rowBytes + column;
      for (let x: usize = 0; x < 4; x++) {
        kernelLine(scratch + x * rowBytes + column, rowBytes << 2, lines + (x << 4), 64);
      }
      for (let y: usize = 0; y < 3; y++) kernelLine(lines + (y << 6), 16, out + y * 3 * step, step);
    }
  }
}

/** One line of Gᵀ: four values to three. */
function kernelLine(from: usize, step: usize, out: usize, outStep: usize): void {
  const half = f32x4.splat(0.5);
  const b = v128.load(from + step);
  const c = v128.load(from + step * 2);
  const sum = f32x4.mul(half, f32x4.add(b, c));
  v128.store(out, f32x4.add(v128.load(from), sum));
  v128.store(out + outStep, f32x4.mul(half, f32x4.sub(b, c)));
  v128.store(out + outStep * 2, f32x4.add(sum, v128.load(from + step * 3)));
}
