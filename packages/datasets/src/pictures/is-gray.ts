/** Whether red, green and blue are the same in every pixel of RGBA bytes. */
export function isGray(data: Uint8Array | Uint8ClampedArray): boolean {
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  }
  return true;
}
