/** Lengths of the axes of one sample, without the batch axis. */
export type Shape = readonly number[];

/** The number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** For messages: `28x28x1`. */
export function shapeText(shape: Shape): string {
  return shape.join('x');
}
