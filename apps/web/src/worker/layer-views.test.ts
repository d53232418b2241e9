import { createModel } from '@atelier/presets';
import { useWasmBackend } from '@atelier/training';
import { beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { LayerViews } from './layer-views.ts';

beforeAll(async () => {
  await useWasmBackend();
});

const size = { height: 8, width: 8, channels: 1 };

function viewsOf(layers: string, classes = 10): LayerViews {
  const settings = { ...defaultSettings(), layers };
  return new LayerViews(createModel(settings, { inputShape: [8, 8, 1], classes }), size, classes);
}

test.each([
  ['pool 2, conv 8 3x3, dense 32, output', 1],
  ['conv 8 3x3, dense 32, output', 0],
  ['dense 32, output', 0],
  // Its units are the classes: it is shown as templates.
  ['output', 0],
])('of %s, the layer whose weights are shown is the shown layer number %i', (layers, place) => {
  expect(viewsOf(layers).firstPlace).toBe(place);
});

test('an output that is not shown as a layer has no place, and none is looked at in its place', () => {
  const model = createModel(
    { ...defaultSettings('softmax'), loss: 'binaryCrossentropy' },
    { inputShape: [8, 8, 1], classes: 2 },
  );
  const views = new LayerViews(model, size, 2);
  expect(views.firstPlace).toBeUndefined();
  const blank = { ...size, images: new Uint8Array(64), labels: new Uint8Array(1), count: 1 };
  expect(views.strongest(0, 0, blank, 6)).toBeUndefined();
});

test('the strongest pictures of a map are sought among the first ones, and those that leave it off are none', () => {
  const views = viewsOf('pool 2, dense 4, output');
  // The pool gives back the brightness of a picture: the second is the brightest, the last blank.
  const images = new Uint8Array(3 * 64).fill(50, 0, 64).fill(200, 64, 128);
  const pictures = { ...size, images, labels: new Uint8Array(3), count: 3 };
  expect(views.strongest(0, 0, pictures, 6)).toEqual({ indices: [1, 0], among: 3 });
  const many = { ...size, images: new Uint8Array(700 * 64), labels: new Uint8Array(700), count: 700 };
  expect(views.strongest(0, 0, many, 6)).toEqual({ indices: [], among: 600 });
});
