import { expect, test } from 'vitest';
import { pictureFormat } from './picture-format.ts';

const shape = { labels: new Uint8Array(2), count: 2, height: 3, width: 4 };

test('gray pictures on black are ink; on white, or in colours, they are shown as they are', () => {
  const gray = { ...shape, channels: 1 };
  expect(pictureFormat({ ...gray, images: new Uint8Array(24) }).ink).toBe(true);
  expect(pictureFormat({ ...gray, images: new Uint8Array(24).fill(250) }).ink).toBe(false);
  expect(pictureFormat({ ...shape, channels: 3, images: new Uint8Array(72) })).toEqual({
    height: 3,
    width: 4,
    channels: 3,
    ink: false,
  });
});
