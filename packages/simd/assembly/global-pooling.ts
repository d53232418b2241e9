/**
 * Pooling of whole pictures: the maximum or the mean of each feature map.
 *
 * Memory: input f32 `[batch, pixels, 4 groups]`, output f32 `[batch, 4 groups]`, gradients likewise.
 * Assumes: threads own samples. The maximum's place isn't stored: the backward pass finds the first pixel that equals it.
 */
import { batch, shareEnd, shareStart } from './step';

/** The maximum of a picture. Arguments: input, pixels, groups, output. */
export function globalMaxForward(args: usize): void {
  const input: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const bytes: usize = load<i32>(args, 8) << 4;
  const output: usize = load<u32>(args, 12);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    for (let channel: usize = 0; channel < bytes; channel += 16) {
      let at = input + sample * pixels * bytes + channel;
      let most = v128.load(at);
      for (let pixel = 1; pixel < pixels; pixel++) {
        at += bytes;
        most = f32x4.max(most, v128.load(at));
      }
      v128.store(output + sample * bytes + channel, most);
    }
  }
}

/** Arguments: input, pixels, groups, output, output's gradient, input's gradient. */
export function globalMaxBackward(args: usize): void {
  const input: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const bytes: usize = load<i32>(args, 8) << 4;
  const output: usize = load<u32>(args, 12);
  const outputGradient: usize = load<u32>(args, 16);
  const inputGradient: usize = load<u32>(args, 20);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    for (let channel: usize = 0; channel < bytes; channel += 16) {
      const most = v128.load(output + sample * bytes + channel);
      let rest = v128.load(outputGradient + sample * bytes + channel);
      let at: usize = sample * pixels * bytes + channel;
      for (let pixel = 0; pixel < pixels; pixel++) {
        const here = f32x4.eq(v128.load(input + at), most);
        v128.store(inputGradient + at, v128.and(rest, here));
        rest = v128.andnot(rest, here);
        at += bytes;
      }
    }
  }
}

/** The mean of a picture. Arguments: input, pixels, groups, output. */
export function globalAverageForward(args: usize): void {
  const input: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const bytes: usize = load<i32>(args, 8) << 4;
  const output: usize = load<u32>(args, 12);
  const share = f32x4.splat(<f32>1 / <f32>pixels);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    for (let channel: usize = 0; channel < bytes; channel += 16) {
      let at = input + sample * pixels * bytes + channel;
      let sum = f32x4.splat(0);
      for (let pixel = 0; pixel < pixels; pixel++) {
        sum = f32x4.add(sum, v128.load(at));
        at += bytes;
      }
      v128.store(output + sample * bytes + channel, f32x4.mul(sum, share));
    }
  }
}

/** Arguments: output's gradient, pixels, groups, input's gradient. */
export function globalAverageBackward(args: usize): void {
  const outputGradient: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const bytes: usize = load<i32>(args, 8) << 4;
  const inputGradient: usize = load<u32>(args, 12);
  const share = f32x4.splat(<f32>1 / <f32>pixels);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    for (let channel: usize = 0; channel < bytes; channel += 16) {
      const part = f32x4.mul(v128.load(outputGradient + sample * bytes + channel), share);
      let at = inputGradient + sample * pixels * bytes + channel;
      for (let pixel = 0; pixel < pixels; pixel++) {
        v128.store(at, part);
        at += bytes;
      }
    }
  }
}
