/** Pixels as in canvases and image libraries: RGBA bytes, row by row. */
export interface Picture {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}
