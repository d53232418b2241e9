/** Lengths of the axes of one sample, without the batch axis. */
export type Shape = readonly number[];

/** How many numbers a tensor of this shape holds. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** As messages say it: `28x28x1`. */
export function shapeText(shape: Shape): string {
  return shape.join('x');
}
