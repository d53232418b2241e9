/** The geometry of pooling: sizes of the pictures, of the windows, and of their steps, and where a window lies. Each thread has its own. */

export let height: i32 = 0;
export let width: i32 = 0;
export let groups: i32 = 0;
export let poolHeight: i32 = 0;
export let poolWidth: i32 = 0;
export let strideY: i32 = 0;
export let strideX: i32 = 0;
export let top: i32 = 0;
export let left: i32 = 0;
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
export let pixelBytes: usize = 0;
export let pictureBytes: usize = 0;
export let outBytes: usize = 0;

/** Of the window that was placed last. */
export let windowRows: i32 = 0;
export let windowColumns: i32 = 0;

/** Reads it from the first eleven words of a kernel's arguments. */
export function readGeometry(args: usize): void {
  height = load<i32>(args);
  width = load<i32>(args, 4);
  groups = load<i32>(args, 8);
  poolHeight = load<i32>(args, 12);
  poolWidth = load<i32>(args, 16);
  strideY = load<i32>(args, 20);
  strideX = load<i32>(args, 24);
  top = load<i32>(args, 28);
  left = load<i32>(args, 32);
  outHeight = load<i32>(args, 36);
  outWidth = load<i32>(args, 40);
  pixelBytes = groups << 4;
  pictureBytes = height * width * pixelBytes;
  outBytes = outHeight * outWidth * pixelBytes;
}

/** Places the window of an output's pixel, cut off at the picture's edges; returns how many bytes into the picture it begins. */
export function placeWindow(y: i32, x: i32): usize {
  const y0 = max(y * strideY - top, 0);
  const x0 = max(x * strideX - left, 0);
  windowRows = min(y * strideY - top + poolHeight, height) - y0;
  windowColumns = min(x * strideX - left + poolWidth, width) - x0;
  return (y0 * width + x0) * pixelBytes;
}
