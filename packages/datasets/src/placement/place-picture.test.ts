import { RandomStream } from '@atelier/random';
import { describe, expect, test } from 'vitest';
import { drawnShapes, pictureOf } from '../../test/drawn.ts';
import type { LabelledImages } from '../images.ts';
import { framePicture } from '../pictures/frame-picture.ts';
import { strangeness } from './appearance.ts';
import { measurePlacement } from './measure-placement.ts';
import { placePicture } from './place-picture.ts';

const shapes = drawnShapes(1000);
const placement = measurePlacement(shapes, 2);
const shape = [16, 16, 1] as const;

function imageOf({ images, height, width, channels }: LabelledImages, index: number): Uint8Array {
  const size = height * width * channels;
  return images.subarray(index * size, (index + 1) * size);
}

/** The mean difference of two images, 0–255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}

/** Each row blurred, so that an object's rim is between it and its ground. */
function softly(data: LabelledImages): LabelledImages {
  const { images } = data;
  const soft = images.map((own, at) => ((images[at - 1] ?? 0) + 2 * own + (images[at + 1] ?? 0)) / 4);
  return { ...data, images: soft };
}

const white = (own: number): number => 255 - own;

describe('a picture is placed as the training pictures are', () => {
  test('one that lies like them is kept to the byte, enlarged or not, dark on white or bright on black', () => {
    for (const index of [0, 1, 2, 3]) {
      for (const scale of [1, 10]) {
        const same = placePicture(pictureOf(shapes, index, { scale }), shape, placement);
        expect(same.pixels).toEqual(imageOf(shapes, index));
        expect(same).toMatchObject({ inverted: false, moved: false, blank: false, strengthened: false });
        const inverted = placePicture(pictureOf(shapes, index, { scale, value: white }), shape, placement);
        expect(inverted.pixels).toEqual(imageOf(shapes, index));
        expect(inverted.inverted).toBe(true);
      }
    }
  });

  test.each([
    [[4, 4, 4, 4]],
    [[2, 5, 8, 3]],
    [[10, 10, 10, 10]],
    [[64, 64, 64, 64]],
    [[5, 90, 200, 40]],
  ] as const)('margins of %j pixels are cut off', (room) => {
    for (const index of [0, 1, 2, 3]) {
      const placed = placePicture(
        pictureOf(shapes, index, { scale: 10, room, value: white }),
        shape,
        placement,
      );
      expect(placed).toMatchObject({ inverted: true, moved: true, cluttered: false });
      expect(difference(placed.pixels, imageOf(shapes, index))).toBeLessThan(1);
    }
  });

  test('a faint, grainy photo of unevenly lit paper gives a clean and strong image', () => {
    const stream = new RandomStream(1, 'grain');
    const photo = (own: number, x: number, y: number): number =>
      (230 - 0.1 * x - 0.08 * y) * (1 - (0.7 * own) / 255) + 6 * (stream.uniform() - 0.5);
    const picture = pictureOf(shapes, 0, { scale: 8, room: [60, 100, 80, 50], value: photo });
    const placed = placePicture(picture, shape, placement);
    expect(placed).toMatchObject({ inverted: true, moved: true, strengthened: true, cluttered: false });
    expect(difference(placed.pixels, imageOf(shapes, 0))).toBeLessThan(6);
    expect(placed.pixels[0]).toBe(0);
  });

  // Pictures of 288 x 308 pixels.
  test.each([
    ['falls steeply from one side to the other', (x: number) => 255 - 0.7 * x],
    [
      'is brightest in the middle, as under a lamp',
      (x: number, y: number) => 250 - 0.0035 * ((x - 144) ** 2 + (y - 154) ** 2),
    ],
    [
      'is brightest in the middle, in a photo with grain',
      (x: number, y: number) => 235 - 0.003 * ((x - 144) ** 2 + (y - 154) ** 2) + ((x * 7 + y * 5) % 9) - 4,
    ],
  ])('a ground that %s is recognised', (_, light) => {
    for (const index of [0, 1, 2, 3]) {
      const value = (own: number, x: number, y: number): number => (light(x, y) * (255 - own)) / 255;
      const picture = pictureOf(shapes, index, { scale: 8, room: [60, 100, 120, 60], value });
      const placed = placePicture(picture, shape, placement);
      expect(placed).toMatchObject({ inverted: true, moved: true, cluttered: false });
      // It is darker where there is less light.
      expect(difference(placed.pixels, imageOf(shapes, index))).toBeLessThan(25);
      expect(placed.pixels[0]).toBe(0);
    }
  });

  test('specks beside the object do not count', () => {
    const speck = (own: number, x: number, y: number): number => (x < 3 && y < 3 ? 0 : 255 - own);
    const picture = pictureOf(shapes, 1, { scale: 10, room: [50, 50, 50, 50], value: speck });
    const { pixels } = placePicture(picture, shape, placement);
    expect(difference(pixels, imageOf(shapes, 1))).toBeLessThan(1);
  });

  test('what is transparent is background', () => {
    const picture = pictureOf(shapes, 0, { scale: 4, room: [9, 9, 9, 9] });
    for (let at = 0; at < picture.data.length; at += 4) {
      picture.data[at + 3] = picture.data[at]!;
      picture.data.fill(255, at, at + 3);
    }
    expect(difference(placePicture(picture, shape, placement).pixels, imageOf(shapes, 0))).toBeLessThan(2);
  });

  test('an object of its own brightness on a transparent ground is not inverted', () => {
    const picture = pictureOf(shapes, 0, { scale: 4, room: [9, 9, 9, 9], value: (own) => own * 0.4 });
    for (let at = 0; at < picture.data.length; at += 4)
      picture.data[at + 3] = picture.data[at]! > 0 ? 255 : 0;
    const placed = placePicture(picture, shape, placement);
    expect(placed.inverted).toBe(false);
    expect(difference(placed.pixels, imageOf(shapes, 0))).toBeLessThan(2);
  });

  test('an object that was cut out of a white ground is put on one, whatever its brightness', () => {
    for (const strength of [0.4, 0.7, 1]) {
      // A blurred rim: between the object and its ground.
      const value = (own: number): number => 255 - own * strength;
      const picture = pictureOf(softly(shapes), 0, { scale: 4, room: [9, 9, 9, 9], value });
      const whole = placePicture(picture, shape, placement);
      for (let at = 0; at < picture.data.length; at += 4) {
        if (picture.data[at]! > 250) picture.data.fill(0, at, at + 4);
      }
      const placed = placePicture(picture, shape, placement);
      expect(placed.inverted).toBe(true);
      expect(difference(placed.pixels, whole.pixels)).toBeLessThan(2);
    }
  });

  test('an object whose rim says another ground than the training pictures have is put on theirs', () => {
    // Bright, with a dark rim, on white: as a set of cut out pictures is read.
    const onWhite = (own: number): number => (own === 0 ? 255 : 0.7 * own);
    const soft = softly(shapes);
    const cutOut = { ...soft, images: soft.images.map(onWhite) };
    const like = measurePlacement(cutOut, 2);
    let right = 0;
    for (let index = 0; index < 40; index++) {
      const picture = pictureOf(cutOut, index);
      for (let at = 0; at < picture.data.length; at += 4) {
        if (picture.data[at] === 255) picture.data[at + 3] = 0;
      }
      const { pixels, inverted } = placePicture(picture, shape, like);
      if (!inverted && difference(pixels, imageOf(cutOut, index)) < 2) right++;
    }
    expect(right).toBeGreaterThanOrEqual(38);
  });

  test.each([
    ['gray objects', 1, [140, 140, 140]],
    ['coloured objects', 3, [200, 120, 60]],
    ['coloured objects that are nearly white', 3, [255, 252, 250]],
  ] as const)('the own pictures of a transparent set are as training had them: %s', (_, channels, colour) => {
    const pictures = Array.from({ length: 300 }, (__, index) => {
      const picture = pictureOf(shapes, index);
      for (let at = 0; at < picture.data.length; at += 4) {
        const own = picture.data[at]! / 255;
        picture.data[at + 3] = own > 0 ? 255 : 0;
        for (const [channel, full] of colour.entries()) picture.data[at + channel] = full * (0.9 + 0.1 * own);
      }
      return picture;
    });
    const images = new Uint8Array(300 * 256 * channels);
    for (const [index, picture] of pictures.entries()) {
      framePicture(picture, [16, 16, channels], images.subarray(index * 256 * channels));
    }
    const set = { ...shapes, channels, images, labels: shapes.labels.subarray(0, 300), count: 300 };
    const own = measurePlacement(set, 2);
    const far = pictures.slice(0, 40).filter((picture, index) => {
      const { pixels } = placePicture(picture, [16, 16, channels], own);
      return difference(pixels, imageOf(set, index)) > 2;
    });
    expect(far).toHaveLength(0);
  });

  test('black ink on a transparent ground is', () => {
    const picture = pictureOf(shapes, 0, { scale: 4, room: [9, 9, 9, 9] });
    for (let at = 0; at < picture.data.length; at += 4) {
      picture.data[at + 3] = picture.data[at]!;
      picture.data.fill(0, at, at + 3);
    }
    const placed = placePicture(picture, shape, placement);
    expect(placed.inverted).toBe(true);
    expect(difference(placed.pixels, imageOf(shapes, 0))).toBeLessThan(2);
  });

  test('a set on white keeps its ground, and takes pictures on black too', () => {
    const images = shapes.images.map(white);
    const bright = { ...shapes, images };
    const placed = measurePlacement(bright, 2);
    expect(placed).toMatchObject({ background: [255], brighter: false });
    const room = [30, 30, 30, 30] as const;
    const own = placePicture(pictureOf(bright, 0, { scale: 10 }), shape, placed);
    expect(own).toMatchObject({ inverted: false, moved: false });
    expect(own.pixels).toEqual(imageOf(bright, 0));
    const onBlack = placePicture(pictureOf(shapes, 0, { scale: 10, room }), shape, placed);
    expect(onBlack.inverted).toBe(true);
    expect(difference(onBlack.pixels, imageOf(bright, 0))).toBeLessThan(1);
  });

  test('objects of a set in colour keep their colours on its ground', () => {
    const images = Uint8Array.from({ length: 3 * shapes.images.length }, (_, at) => {
      const own = shapes.images[Math.floor(at / 3)]!;
      return 255 - Math.round((own * (1 + (at % 3))) / 3);
    });
    const coloured = { ...shapes, images, channels: 3 };
    const placed = measurePlacement(coloured, 2);
    expect(placed).toMatchObject({ background: [255, 255, 255], colour: true });
    const own = placePicture(pictureOf(coloured, 2, { scale: 10 }), [16, 16, 3], placed);
    expect(own.pixels).toEqual(imageOf(coloured, 2));
    const onGray = pictureOf(coloured, 2, {
      scale: 10,
      room: [20, 20, 20, 20],
      value: (each) => (each === 0 || each === 255 ? 200 : each),
    });
    const moved = placePicture(onGray, [16, 16, 3], placed);
    expect(moved).toMatchObject({ moved: true, inverted: false });
    expect(Array.from(moved.pixels.subarray(0, 3))).toEqual([255, 255, 255]);
  });

  test('without a common background, pictures are taken whole', () => {
    const stream = new RandomStream(2, 'scenes');
    const scenes = { ...shapes, images: shapes.images.map(() => stream.below(256)) };
    const placed = measurePlacement(scenes, 2);
    expect(placed.background).toBeNull();
    const picture = pictureOf(scenes, 0, { scale: 2 });
    expect(placePicture(picture, shape, placed).pixels).toEqual(imageOf(scenes, 0));
    const cluttered = placePicture(picture, shape, placement);
    expect(cluttered.cluttered).toBe(true);
    expect(cluttered.strangeness).toBeGreaterThan(1);
  });

  test('a sky over a dark land has no plain ground', () => {
    const value = (_own: number, __: number, y: number): number => (y < 60 ? 150 + y : 20);
    const scene = pictureOf(shapes, 0, { scale: 5, room: [5, 5, 5, 5], value });
    expect(placePicture(scene, shape, placement).cluttered).toBe(true);
  });
});

test.each([0, 7, 128, 255])('a flat picture of %d, with a little grain or without, is blank', (level) => {
  const stream = new RandomStream(4, 'flat');
  for (const grain of [0, 6]) {
    const flat = pictureOf(shapes, 0, { scale: 4, value: () => level + grain * (stream.uniform() - 0.5) });
    expect(placePicture(flat, shape, placement).blank).toBe(true);
  }
});

test('the sizes and places of training pictures are kept: a small object of a set of all sizes stays small', () => {
  const images = new Uint8Array(300 * 256);
  for (let index = 0; index < 300; index++) {
    const side = 2 + (index % 12);
    const at = index % 3;
    for (let y = at; y < at + side; y++)
      images.fill(255, index * 256 + y * 16 + at, index * 256 + y * 16 + at + side);
  }
  const squares = { ...shapes, count: 300, images, labels: new Uint8Array(300) };
  const placed = measurePlacement(squares, 2);
  const small = placePicture(pictureOf(squares, 0, { scale: 5, value: white }), shape, placed);
  expect(small.pixels).toEqual(imageOf(squares, 0));
});

describe('how far a picture is from the training pictures', () => {
  const others = drawnShapes(3000);
  const strangenessOf = (image: Uint8Array, like = placement): number => {
    const one = { ...shapes, images: image, labels: Uint8Array.of(0), count: 1 };
    return placePicture(pictureOf(one, 0), shape, like).strangeness!;
  };

  test('is at most 1 for others like them, except for one or two in a hundred', () => {
    const strange = Array.from({ length: 500 }, (_, at) => strangenessOf(imageOf(others, 2000 + at)));
    expect(strange.filter((each) => each > 1).length).toBeLessThan(10);
  });

  test('is at most 1 for others that lie up to a quarter of a pixel aside, except for one or two in a hundred', () => {
    const strange = Array.from({ length: 500 }, (_, at) => {
      const image = imageOf(others, 2000 + at);
      const share = (0.25 * (at % 5)) / 4;
      const value = (y: number, x: number): number => image[16 * Math.min(y, 15) + Math.min(x, 15)]!;
      const row = (y: number, x: number): number => (1 - share) * value(y, x) + share * value(y, x + 1);
      const aside = (pixel: number): number => {
        const [y, x] = [Math.floor(pixel / 16), pixel % 16];
        return Math.round((1 - share) * row(y, x) + share * row(y + 1, x));
      };
      const soft = { ...shapes, images: image.map((_own, pixel) => aside(pixel)) };
      return strangeness(placement.appearance!, soft, true);
    });
    expect(strange.filter((each) => each > 1).length).toBeLessThan(10);
  });

  test('is more than 1 for noise and for a drawing of another kind', () => {
    const stream = new RandomStream(5, 'noise');
    expect(strangenessOf(Uint8Array.from({ length: 256 }, () => stream.below(256)))).toBeGreaterThan(1.5);
    const ring = Uint8Array.from({ length: 256 }, (_, at) => {
      const distance = Math.hypot((at % 16) - 7.5, Math.floor(at / 16) - 7.5);
      return distance > 5 && distance < 8 ? 255 : 0;
    });
    expect(strangenessOf(ring)).toBeGreaterThan(1.5);
  });

  test('is the same for a negative of a set of negatives', () => {
    const negatives = measurePlacement({ ...shapes, images: shapes.images.map(white) }, 2);
    expect(negatives).toMatchObject({ brighter: false, appearance: placement.appearance });
    const one = { ...shapes, images: imageOf(others, 2000).map(white), count: 1 };
    const { strangeness: found } = placePicture(pictureOf(one, 0), shape, negatives);
    expect(found).toBe(strangenessOf(imageOf(others, 2000)));
  });

  test.each([
    ['int16 in units of 2^-14', 75, 2, 1 + 15 / 16 + 7 / 8 + 3 / 4],
    ['float32, as earlier files have it', 29, 4, 1],
  ] as const)('is the Mahalanobis distance that the file says, in %s', (_, size, width, ofBlack) => {
    // The mean is 0 and the covariance 1. All of a black picture is of the lowest brightness, and no neighbours differ: at its own size
    // 15/16 of the pixels have a neighbour on each side, at half of it 7/8, at a quarter 3/4.
    const view = new DataView(new ArrayBuffer((size + (size * (size + 1)) / 2) * width));
    for (let row = 0, at = size; row < size; row++, at += row + 1) {
      if (width === 2) view.setInt16(2 * at, 2 ** 14, true);
      else view.setFloat32(4 * at, 1, true);
    }
    const values = Buffer.from(view.buffer).toString('base64');
    const file = { ...placement, background: null, appearance: { groups: 1, values, limit: 4 } };
    // Placed as it is, a picture that is black but for one pixel of 12 in a corner is not blank.
    const black = new Uint8Array(256).fill(12, 255);
    expect(strangenessOf(black, file)).toBeCloseTo(Math.sqrt(ofBlack / 4), 2);
    const damaged = { ...file, appearance: { ...file.appearance, values: values.slice(4) } };
    expect(strangenessOf(black, damaged)).toBeNaN();
  });

  test('is not known from a few pictures', () => {
    expect(measurePlacement(drawnShapes(100), 2).appearance).toBeUndefined();
  });
});

test('refuses what is not a picture', () => {
  const picture = pictureOf(shapes, 0);
  expect(() => placePicture({ ...picture, height: 3 }, shape, placement)).toThrow('found 1024');
  expect(() => placePicture(picture, [16, 16, 2], placement)).toThrow('1 or 3 channels');
});
