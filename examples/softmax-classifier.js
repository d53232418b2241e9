// Fashion-MNIST with a hidden layer of 32 units: 30 epochs, with the test set as validation, and curves of both.
import { writeFile } from 'node:fs/promises';
import { createModel, fit, loadDataset } from '@atelier/atelier';
import { accuracyCurves, lossCurves, renderSvg, renderText } from '@atelier/plotting';

const { train, test } = await loadDataset('fashion-mnist');

// The division by 255 is the model's first layer.
const model = await createModel('mlp-32', { inputShape: [28, 28, 1], classes: 10 });

const { history } = await fit(model, train, { epochs: 30, validation: test });

const runs = [{ name: 'mlp-32', history }];
await writeFile('loss.svg', await renderSvg(lossCurves(runs)));
await writeFile('accuracy.svg', await renderSvg(accuracyCurves(runs)));
console.log(renderText(accuracyCurves(runs), { width: 80, height: 20 }));
console.log('test accuracy', history.at(-1)?.valAccuracy);
