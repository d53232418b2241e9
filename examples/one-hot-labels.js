// Fashion-MNIST with a hidden layer of 128 units and one-hot labels: 5 epochs, then the model's predictions for the test images.
import { createModel, evaluate, fit, loadDataset, predict, toCategorical } from '@atelier/atelier';

const { train, test, classNames } = await loadDataset('fashion-mnist');
const trainTargets = toCategorical(train.labels, 10);
const testTargets = toCategorical(test.labels, 10);

const model = await createModel('mlp-128', { inputShape: [28, 28, 1], classes: 10 });
await fit(model, { ...train, targets: trainTargets }, { epochs: 5 });

const { loss, accuracy } = await evaluate(model, { ...test, targets: testTargets });
console.log('test loss', loss, 'accuracy', accuracy);

const first = (await predict(model, test)).argMax(0);
console.log('predicted', first, classNames[first], 'label', test.labels[0]);
