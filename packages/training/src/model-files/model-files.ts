/** A model as the two files that stock TensorFlow.js loads. */
export interface ModelFiles {
  /** `model.json`: topology, and the manifest of the weights. */
  readonly modelJson: string;
  /** `weights.bin`: all weights, little-endian, in the manifest's order. */
  readonly weights: Uint8Array;
}

/** The name under which `model.json` refers to its weights. */
export const weightsFileName = 'weights.bin';
