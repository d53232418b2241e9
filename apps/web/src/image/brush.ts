/** A picture under the brush: `[height, width]`, 0 blank to 255 full ink. */
export interface Drawing {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

export interface Point {
  /** In pixels, from the left. */
  readonly x: number;
  /** In pixels, from the top. */
  readonly y: number;
}

export interface Brush {
  /** Radius in pixels. */
  readonly size: number;
  readonly erases: boolean;
}

/** Distance between the dabs of a stroke, in pixels. */
const spacing = 0.3;

/** Draws a line of dabs with soft edges. */
export function stroke(drawing: Drawing, from: Point, to: Point, brush: Brush): void {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const dabs = Math.max(1, Math.ceil(distance / spacing));
  for (let index = 0; index <= dabs; index++) {
    const part = index / dabs;
    dab(drawing, { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, brush);
  }
}

function dab({ pixels, height, width }: Drawing, { x, y }: Point, { size, erases }: Brush): void {
  const reach = Math.ceil(size + 1);
  for (let row = Math.floor(y) - reach; row <= Math.floor(y) + reach; row++) {
    for (let column = Math.floor(x) - reach; column <= Math.floor(x) + reach; column++) {
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      const ink = Math.round(255 * Math.min(1, Math.max(0, size + 0.5 - distance)));
      const at = row * width + column;
      const before = pixels[at]!;
      pixels[at] = erases ? Math.min(before, 255 - ink) : Math.max(before, ink);
    }
  }
}
