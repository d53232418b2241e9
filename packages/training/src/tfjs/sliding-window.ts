/** What the kernels of convolutions and pools are called with. */
export interface SlidingWindow {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same';
}
