/** Files that are not a model of TensorFlow.js Layers, or whose weights do not fit the model. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
