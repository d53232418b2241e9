/** Files that are not a model of TensorFlow.js Layers, or whose weights are not those that the model has. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
