/**
 * Kernels that move numbers without arithmetic, or with sums only: bytes to pictures, borders of zeros, other shapes, sums and
 * concatenations of values.
 *
 * Memory: values f32 `[batch, pixels, 4 groups]`; the pictures that first layers read f32 `[batch, height, width, channels]` with
 * their border, channels not padded.
 * Assumes: threads own samples. Padding of channels is 0 wherever a call writes it.
 */
import { RUN_IMAGES } from '../src/memory/control';
import { copyWithBorder } from './pictures';
import { batch, sampleAt, shareEnd, shareStart } from './step';
import { clear, copy } from './vectors';

/**
 * Bytes' values with zeros around. Arguments: output, table, height, width, channels, padded channels, border above and to the left,
 * height and width with the border, bytes of a sample.
 */
export function widenPictures(args: usize): void {
  const output: usize = load<u32>(args);
  const table: usize = load<u32>(args, 4);
  const height = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const channels = load<i32>(args, 16);
  const floats = load<i32>(args, 20);
  const top = load<i32>(args, 24);
  const left = load<i32>(args, 28);
  const outHeight = load<i32>(args, 32);
  const outWidth = load<i32>(args, 36);
  const sampleBytes: usize = load<u32>(args, 40);
  const images: usize = load<u32>(RUN_IMAGES);
  const x0 = max(left, 0);
  const x1 = max(x0, min(left + width, outWidth));
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    const image = images + sampleAt(sample) * height * width * channels;
    const out = output + sample * sampleBytes;
    for (let y = 0; y < outHeight; y++) {
      const source = y - top;
      let to = out + y * outWidth * (floats << 2);
      const inside = source >= 0 && source < height;
      zero(to, (inside ? x0 : outWidth) * floats);
      if (!inside) continue;
      to += x0 * (floats << 2);
      let from = image + (source * width + x0 - left) * channels;
      if (floats == channels) {
        const count: usize = (x1 - x0) * channels;
        for (let i: usize = 0; i < count; i++) {
          store<f32>(to + (i << 2), load<f32>(table + ((<usize>load<u8>(from + i)) << 2)));
        }
        to += count << 2;
      } else {
        for (let x = x0; x < x1; x++) {
          for (let c = 0; c < floats; c++) {
            const value = c < channels ? load<f32>(table + ((<usize>load<u8>(from + c)) << 2)) : 0;
            store<f32>(to + (c << 2), value);
          }
          to += floats << 2;
          from += channels;
        }
      }
      zero(to, (outWidth - x1) * floats);
    }
  }
}

function zero(to: usize, floats: i32): void {
  for (let i = 0; i < floats; i++) store<f32>(to + (i << 2), 0);
}

/**
 * A picture with zeros around it, or, with a negative border, cut out of one. Arguments: input, height, width, groups; output, its height and
 * width; border above and to the left.
 */
export function padPictures(args: usize): void {
  const input: usize = load<u32>(args);
  const height = load<i32>(args, 4);
  const width = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const output: usize = load<u32>(args, 16);
  const outHeight = load<i32>(args, 20);
  const outWidth = load<i32>(args, 24);
  const top = load<i32>(args, 28);
  const left = load<i32>(args, 32);
  const pixelBytes: usize = groups << 4;
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    const picture = input + sample * height * width * pixelBytes;
    const to = output + sample * outHeight * outWidth * pixelBytes;
    copyWithBorder(to, picture, height, width, groups << 2, top, left, outHeight, outWidth);
  }
}

/**
 * The same numbers in another shape, with other padding. Arguments: input, its pixels and channels, output, its pixels and
 * channels.
 */
export function reshape(args: usize): void {
  const input: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const channels = load<i32>(args, 8);
  const output: usize = load<u32>(args, 12);
  const outPixels = load<i32>(args, 16);
  const outChannels = load<i32>(args, 20);
  const pixelBytes: usize = ((channels + 3) & ~3) << 2;
  const outPixelBytes: usize = ((outChannels + 3) & ~3) << 2;
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    let from = input + sample * pixels * pixelBytes;
    let to = output + sample * outPixels * outPixelBytes;
    let left = channels;
    for (let pixel = 0; pixel < outPixels; pixel++) {
      for (let channel: usize = 0; channel < outPixelBytes; channel += 4) {
        if (channel >= (<usize>outChannels) << 2) {
          store<f32>(to + channel, 0);
          continue;
        }
        store<f32>(to + channel, load<f32>(from));
        from += 4;
        if (--left == 0) {
          from += pixelBytes - (channels << 2);
          left = channels;
        }
      }
      to += outPixelBytes;
    }
  }
}

/** Arguments: summands' count, vectors of a sample, output, relu, the summands. */
export function add(args: usize): void {
  const count = load<i32>(args);
  const vectors = load<i32>(args, 4);
  const output: usize = load<u32>(args, 8);
  const relu = load<i32>(args, 12) != 0;
  const start: usize = (shareStart(batch) * vectors) << 4;
  const end: usize = (shareEnd(batch) * vectors) << 4;
  const first: usize = load<u32>(args, 16);
  const zeros = f32x4.splat(0);
  for (let i = start; i < end; i += 16) {
    let sum = v128.load(first + i);
    for (let input = 1; input < count; input++) {
      sum = f32x4.add(sum, v128.load(load<u32>(args + (input << 2), 16) + i));
    }
    v128.store(output + i, relu ? f32x4.max(sum, zeros) : sum);
  }
}

/**
 * Channels of one value among those of another: into it when `joining`, out of it otherwise, where the whole pixel of the part
 * is written, padding as 0.
 *
 * Arguments: part, its channels, whole, its channels, first channel, pixels, joining.
 */
export function moveChannels(args: usize): void {
  const part: usize = load<u32>(args);
  const channels = load<i32>(args, 4);
  const whole: usize = load<u32>(args, 8);
  const allChannels = load<i32>(args, 12);
  const first = load<i32>(args, 16);
  const pixels = load<i32>(args, 20);
  const joining = load<i32>(args, 24) != 0;
  const partBytes: usize = ((channels + 3) & ~3) << 2;
  const wholeBytes: usize = ((allChannels + 3) & ~3) << 2;
  const aligned = (first & 3) == 0 && (channels & 3) == 0;
  const start: usize = shareStart(batch) * pixels;
  const end: usize = shareEnd(batch) * pixels;
  for (let pixel = start; pixel < end; pixel++) {
    const p = part + pixel * partBytes;
    const w = whole + pixel * wholeBytes + (first << 2);
    if (aligned) {
      if (joining) copy(w, p, partBytes);
      else copy(p, w, partBytes);
      continue;
    }
    if (!joining) clear(p, partBytes);
    for (let c: usize = 0; c < (<usize>channels) << 2; c += 4) {
      if (joining) store<f32>(w + c, load<f32>(p + c));
      else store<f32>(p + c, load<f32>(w + c));
    }
    // The last part leaves the whole's padding as 0.
    if (joining && first + channels == allChannels) {
      for (let c: usize = allChannels << 2; c < wholeBytes; c += 4) {
        store<f32>(whole + pixel * wholeBytes + c, 0);
      }
    }
  }
}

/** Bytes' values in rows, for layers other than dense ones. Arguments: output, pixels, groups, table. Threads own groups of pixels. */
export function bytesWiden(args: usize): void {
  const output: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const table: usize = load<u32>(args, 12);
  const images: usize = load<u32>(RUN_IMAGES);
  const start = shareStart(groups) << 2;
  const end = min(shareEnd(groups) << 2, pixels);
  for (let row = 0; row < batch; row++) {
    const image = images + sampleAt(row) * pixels;
    const values = output + row * (groups << 4);
    for (let p = start; p < end; p++) {
      store<f32>(values + (p << 2), load<f32>(table + ((<usize>load<u8>(image + p)) << 2)));
    }
  }
}
