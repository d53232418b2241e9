import { test } from 'vitest';
import { checkGradients } from '../../test/check-gradients.ts';

test('units may change their shape on the way', async () => {
  const specs = [
    { type: 'rescaling', scale: 1 / 255, offset: 0 },
    { type: 'reshape', shape: [2, 9] },
    { type: 'flatten' },
    { type: 'dense', units: 6, activation: 'tanh' },
    { type: 'reshape', shape: [3, 2] },
    { type: 'flatten' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ] as const;
  await checkGradients({ specs, input: [3, 3, 2], classes: 3 });
});
