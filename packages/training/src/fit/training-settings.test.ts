import { expect, test } from 'vitest';
import { checkSameSettings } from './training-settings.ts';

const settings = { seed: 1, schedule: { name: 'step', every: 10, drops: [1, { a: 1, b: 2 }] }, clip: null };

test('settings are the same whatever the order of their fields', () => {
  expect(() =>
    checkSameSettings(settings, {
      clip: null,
      schedule: { drops: [1, { b: 2, a: 1 }], every: 10, name: 'step' },
      seed: 1,
    }),
  ).not.toThrow();
});

test('a momentum of batch normalization is compared with checkpoints that record one', () => {
  const now = { ...settings, normMomentum: 0.9 };
  expect(() => checkSameSettings(now, settings)).not.toThrow();
  expect(() => checkSameSettings(now, { ...settings, normMomentum: [0.9, 0.8] })).toThrow(
    'The checkpoint was made with normMomentum [0.9,0.8]; this training has 0.9',
  );
  expect(() => checkSameSettings(settings, now)).toThrow(
    'The checkpoint was made with normMomentum 0.9; this training has nothing',
  );
});

test.each<[Parameters<typeof checkSameSettings>[1], string]>([
  [{ ...settings, seed: 2 }, 'The checkpoint was made with seed 2; this training has 1'],
  [
    { ...settings, schedule: { ...settings.schedule, every: 9 } },
    'made with schedule {"drops":[1,{"a":1,"b":2}],"every":9,"name":"step"}; this training has {"drops"',
  ],
  [{ ...settings, schedule: { ...settings.schedule, drops: [{ a: 1, b: 2 }, 1] } }, 'made with schedule'],
  [{ ...settings, clip: 0 }, 'made with clip 0; this training has null'],
  [{ ...settings, more: true }, 'made with more true; this training has nothing'],
  [{ seed: 1, clip: null }, 'made with schedule nothing; this training has {'],
])('a field that differs is named: %j', (checkpoint, message) => {
  expect(() => checkSameSettings(settings, checkpoint)).toThrow(RangeError);
  expect(() => checkSameSettings(settings, checkpoint)).toThrow(message);
});
