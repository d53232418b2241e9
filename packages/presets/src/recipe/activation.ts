/** Activations of hidden layers, by Keras' names. `leakyRelu` has Keras' slope of 0.3 below zero. */
export const activationNames = ['relu', 'leakyRelu', 'elu', 'tanh', 'sigmoid', 'linear'] as const;

/** The activation of hidden layers, by name. */
export type ActivationName = (typeof activationNames)[number];
