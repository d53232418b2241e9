/** The inputs and attributes of convolution and pooling kernels. */
export interface SlidingWindow {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same';
}
