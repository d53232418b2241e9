import { describe, expect, test } from 'vitest';
import { givenFile, givenFolder } from '../../test/given.ts';
import { elements, npyFile } from '../../test/npy.ts';
import { readGiven } from '../../test/read-given.ts';

const [count, side, channels] = [4, 8, 3];
const size = side * side * channels;

/** A level that changes little from a pixel to its neighbours, but from one channel to the next. */
function levelAt(image: number, row: number, column: number, channel: number): number {
  return image + 5 * row + 3 * column + 70 * channel;
}

function pixels(at: (row: number, column: number, channel: number) => number): number[] {
  const made = Array<number>(count * size);
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        for (let channel = 0; channel < channels; channel++) {
          made[image * size + at(row, column, channel)] = levelAt(image, row, column, channel);
        }
      }
    }
  }
  return made;
}

const together = pixels((row, column, channel) => (row * side + column) * channels + channel);
const planes = pixels((row, column, channel) => (channel * side + row) * side + column);

const togetherNote = 'Rows of pixels are taken to have the channels of each pixel together';
const planesNote = 'Rows of pixels have their channels first: they are moved last';

describe('rows of pixels of several channels', () => {
  const npz = (values: readonly number[]): ReturnType<typeof readGiven> => {
    const images = npyFile({ descr: '|u1', shape: [count, size], data: elements('|u1', values) });
    const labels = npyFile({ descr: '|u1', shape: [count], data: Uint8Array.of(0, 1, 0, 1) });
    const files = {
      'x_train.npy': images,
      'y_train.npy': labels,
      'x_test.npy': images,
      'y_test.npy': labels,
    };
    return readGiven(givenFolder(files), {});
  };

  test.each([
    ['together', together, togetherNote],
    ['one after the other', planes, planesNote],
  ])('that lie %s get them last in every part, and it is said', async (_, values, note) => {
    const { train, test: tested, notes } = await npz(values);
    expect(train).toMatchObject({ height: side, width: side, channels });
    expect(Array.from(train.images)).toEqual(together);
    expect(Array.from(tested.images)).toEqual(together);
    expect(notes).toContain(note);
  });

  test('are read from tables, too', async () => {
    const lines = [0, 1, 0, 1].map((label, image) =>
      [label, ...planes.slice(image * size, (image + 1) * size)].join(','),
    );
    const files = { 'train.csv': lines.join('\n'), 'test.csv': lines.join('\n') };
    const { train, test: tested, notes } = await readGiven(givenFolder(files), {});
    expect(Array.from(train.images)).toEqual(together);
    expect(Array.from(tested.images)).toEqual(together);
    expect(notes).toContain(planesNote);
  });

  test('that are gray, noise or too small to tell have them together', async () => {
    const gray = together.map((_, at) => {
      const [image, pixel] = [Math.floor(at / size), Math.floor((at % size) / channels)];
      return levelAt(image, Math.floor(pixel / side), pixel % side, 0);
    });
    let state = 1;
    const noise = gray.map(() => {
      state = (state * 48271) % 2147483647;
      return state % 256;
    });
    // Of fine texture: as planes, two of three neighbours would be the same pixel.
    const texture = gray.map((_, at) => noise[at - (at % channels)]!);
    for (const values of [gray, noise, texture]) {
      const { train, notes } = await npz(values);
      expect(Array.from(train.images)).toEqual(values);
      expect(notes).toContain(togetherNote);
    }
    const small = '0,1,2,3,4,5,6,7,8,9,10,11,12\n1,12,11,10,9,8,7,6,5,4,3,2,1\n';
    const { train, notes } = await readGiven(givenFile({ 'a.csv': small.repeat(2) }, 'a.csv'), {});
    expect([train.height, Array.from(train.images.subarray(0, 4))]).toEqual([2, [1, 2, 3, 4]]);
    expect(notes).toContain(togetherNote);
  });
});
