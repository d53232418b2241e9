// A custom callback, in addition to those of the package: it ends the training when an accuracy is reached.
import { createModel, earlyStopping, fit, loadDataset } from '@atelier/atelier';

const { train, test } = await loadDataset('fashion-mnist');
const model = await createModel('mlp-32', { inputShape: [28, 28, 1], classes: 10, dropout: 0.1 });

/** @type {import('@atelier/atelier').Callback} */
const goodEnough = {
  onEpochEnd({ epoch, loss, valAccuracy = 0 }, training) {
    console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}, test accuracy ${valAccuracy}`);
    if (valAccuracy > 0.86) training.stop('It is good enough');
  },
};

const result = await fit(model, train, {
  epochs: 20,
  optimizer: { name: 'momentum', momentum: 0.9, nesterov: true },
  learningRate: 0.02,
  schedule: 'cosine',
  validation: test,
  callbacks: [goodEnough, earlyStopping({ patience: 3 })],
});
console.log(result.status, 'after', result.history.length, 'epochs');
