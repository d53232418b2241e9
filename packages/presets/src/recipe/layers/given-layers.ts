/** Stands for the layers of a recipe whose network is not made from text: of a model from a file, or from a module. */
export const givenLayers = 'given';
