import { describe, expect, test } from 'vitest';
import { type LayerView, type Placed, type Report, type Request, transferables } from './messages.ts';
import { defaultSettings } from './settings/settings.ts';

const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.of(1, 2, 3);
const layerView = (): LayerView => ({
  title: 'dense',
  parameters: 1,
  shape: [1],
  values: Int8Array.of(127),
  shown: 1,
  height: 1,
  width: 1,
});
const floats = (): Float32Array<ArrayBuffer> => Float32Array.of(1, 2);
const picture = (): { index: number; label: number; pixels: Uint8Array<ArrayBuffer> } => ({
  index: 0,
  label: 0,
  pixels: bytes(),
});

const format = { height: 1, width: 2, channels: 1, ink: true };
const placed = (): Placed => ({
  format,
  pixels: bytes(),
  blank: false,
  inverted: false,
  moved: true,
  strengthened: false,
  cluttered: false,
});

/** One of each message that carries memory. */
const carriers: readonly (readonly [buffers: number, message: Request | Report])[] = [
  [1, { type: 'predict', id: 1, picture: { kind: 'ready', pixels: bytes(), format } }],
  [1, { type: 'place', id: 1, data: Uint8ClampedArray.of(1, 2, 3, 4), width: 1, height: 1 }],
  [1, { type: 'placed', id: 1, placed: placed() }],
  [
    2,
    {
      type: 'classes',
      classes: [
        { label: 0, count: 1, pixels: bytes() },
        { label: 1, count: 1, pixels: bytes() },
      ],
    },
  ],
  [
    1,
    {
      type: 'weights',
      run: 1,
      kind: 'units',
      height: 1,
      width: 1,
      units: 1,
      shownUnits: 1,
      unitsAreClasses: true,
      place: 0,
      pictures: Uint8ClampedArray.of(1, 2),
    },
  ],
  [2, { type: 'predictions', run: 1, predictions: [{ ...picture(), probabilities: floats() }] }],
  [
    1,
    {
      type: 'evaluation',
      run: 1,
      past: false,
      loss: 1,
      accuracy: 0,
      confusion: [[1]],
      perClass: [],
      mistakes: [{ ...picture(), predicted: 1, probability: 0.9 }],
    },
  ],
  [2, { type: 'saved-model', run: 1, files: { modelJson: '{}', weights: bytes() }, checkpoint: bytes() }],
  [
    3,
    {
      type: 'predicted',
      id: 1,
      answer: { run: 1, placed: placed(), probabilities: floats(), layers: [layerView()] },
    },
  ],
  [2, { type: 'cell-pictures', id: 1, pictures: [picture(), picture()] }],
  [2, { type: 'strongest', id: 1, found: { pictures: [picture(), picture()], among: 600 } }],
  [1, { type: 'picture', id: 1, picture: picture() }],
];

describe('a message', () => {
  test.each(carriers.map(([buffers, message]) => [message.type, buffers, message] as const))(
    '%s moves its %i buffers, and none is copied',
    (_, buffers, message) => {
      const transfer = transferables(message);
      expect(new Set(transfer).size).toBe(buffers);
      const received = structuredClone(message, { transfer });
      expect(transferables(received).map(({ byteLength }) => byteLength > 0)).toEqual(
        transfer.map(() => true),
      );
      expect(transfer.map(({ byteLength }) => byteLength)).toEqual(transfer.map(() => 0));
    },
  );

  test('that opens a model leaves the page its copy, to be saved and opened again', () => {
    const message: Request = {
      type: 'open-model',
      id: 1,
      run: 1,
      modelJson: '{}',
      weights: bytes(),
      trainedOn: undefined,
    };
    expect(transferables(message)).toEqual([]);
  });

  test('without memory moves nothing', () => {
    const recipe = { settings: defaultSettings(), rateChanges: [] };
    expect(transferables({ type: 'train', run: 1, checkpoint: undefined, recipe })).toEqual([]);
    expect(transferables({ type: 'predicted', id: 1, answer: undefined })).toEqual([]);
    expect(transferables({ type: 'picture', id: 1, part: 'test', index: 3 })).toEqual([]);
  });
});
