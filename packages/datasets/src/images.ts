/**
 * Class indices of samples, `[count]`, each from 0 to `classes - 1`. One-byte labels stay bytes.
 */
export type Labels = Uint8Array | Int32Array;

/**
 * Images as bytes with their labels. Pixels are 0–255, channels last, and stay bytes until a kernel reads them:
 * widened to floats, Fashion-MNIST's 47 MB of training pixels would be 188 MB.
 */
export interface LabelledImages {
  /** `[count, height, width, channels]`, row-major. */
  readonly images: Uint8Array;
  /** `[count]`. */
  readonly labels: Labels;
  /** Of images. */
  readonly count: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** 1 (gray) or 3 (RGB), or as many as the data have. */
  readonly channels: number;
}
