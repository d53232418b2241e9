import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenFile, givenFolder } from '../../test/given.ts';
import { readGiven } from '../../test/read-given.ts';

const header = 'label,pixel1,pixel2,pixel3,pixel4\n';
const rows = '2,0,1,2,3\n3,4,5,6,7\n2,8,9,10,255\n3,0,0,0,0\n';

function read(text: string | Uint8Array, name = 'a.csv'): ReturnType<typeof readGiven> {
  return readGiven(givenFile({ [name]: text }, name), {});
}

/** The pixels of both parts in the order of the file, since each part keeps it. */
async function pixelsOf(text: string | Uint8Array): Promise<number[]> {
  const { train, test: tested } = await read(text);
  return [...train.images, ...tested.images].sort((a, b) => a - b);
}

const sorted = [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255];

describe('CSV files', () => {
  test('Kaggle’s two files are the two parts', async () => {
    const {
      train,
      test: tested,
      classNames,
      notes,
    } = await readGiven(
      givenFolder({
        'fashion-mnist_train.csv': header + rows,
        'fashion-mnist_test.csv': `${header}3,1,2,3,4\n`,
        'sample_submission.csv': 'ImageId,Label\n1,0\n',
      }),
      {},
    );
    expect(train).toMatchObject({ count: 4, height: 2, width: 2, channels: 1 });
    expect(Array.from(train.images.subarray(0, 12))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
    expect(train.labels).toEqual(Uint8Array.of(0, 1, 0, 1));
    expect(tested.labels).toEqual(Uint8Array.of(1));
    expect(classNames).toEqual(['2', '3']);
    expect(notes).toEqual([
      'Labels are 2 to 3: they became 0 to 1, with the original labels as names',
      'No test images of "2"',
    ]);
  });

  test.each([
    ['without a header', rows],
    ['with a header', header + rows],
    ['as gzip', gzipSync(rows)],
    ['with a byte order mark and Windows’ line ends', `\uFEFF${(header + rows).replaceAll('\n', '\r\n')}`],
    ['with old Macs’ line ends', (header + rows).replaceAll('\n', '\r')],
    ['without a last line end', rows.trimEnd()],
    ['with empty lines', rows.replaceAll('\n', '\n\n')],
    ['with semicolons', rows.replaceAll(',', ';')],
    ['with tabs', rows.replaceAll(',', '\t')],
    ['with spaces, as NumPy writes', rows.replaceAll(',', ' ')],
    ['in quotes, as R writes', (header + rows).replaceAll(/[^,\n]+/g, '"$&"')],
    ['as floats', rows.replaceAll(/\d+/g, (digits) => Number(digits).toExponential(18))],
    ['with row numbers, as pandas writes', `,${header}${rows.replaceAll(/^(?=.)/gm, () => '7,')}`],
    ['with the label last', `1,2,3,4,label\n${rows.replaceAll(/^(\d+),(.*)$/gm, '$2,$1')}`],
    ['with names of columns', `# label,1x1,1x2,2x1,2x2\n${rows}`],
  ])('are read %s', async (_, text) => {
    expect(await pixelsOf(text)).toEqual(sorted);
  });

  test('without a header, it is said which column is taken for the labels', async () => {
    expect((await read(rows)).notes[0]).toBe(
      '/mine/a.csv has no header: its first column is taken for the labels',
    );
    expect((await read(header + rows)).notes[0]).not.toContain('header');
  });

  /** Four rows of a label and 4 x 4 pixels below a header. */
  const below = (first: string, labelOf: (row: number) => string): string =>
    [
      first,
      ...[0, 9, 0, 9].map((pixel, row) => [labelOf(row), ...Array<number>(16).fill(pixel)].join(',')),
    ].join('\n');
  const counted = (from: number, count: number): string =>
    Array.from({ length: count }, (_, index) => index + from).join(',');

  test.each<[string, string, (row: number) => string, number]>([
    ['from 0, as pandas writes', counted(0, 17), (row) => String(row % 2), 1],
    ['from 1', counted(1, 17), (row) => String(row % 2), 1],
    ['behind row numbers', `,${counted(0, 17)}`, (row) => `${row},${row % 2}`, 2],
    ['behind a word', `species,${counted(0, 16)}`, (row) => String(row % 2), 1],
  ])(
    'numbers that count up %s are a header, and the labels’ column is told',
    async (_, first, labelOf, column) => {
      const { train, test: tested, classNames, notes } = await read(below(first, labelOf));
      expect([train.count + tested.count, train.height, train.width]).toEqual([4, 4, 4]);
      expect(classNames).toEqual(['0', '1']);
      expect(notes[0]).toBe(`/mine/a.csv: its header names no labels: column ${column} is taken for them`);
    },
  );

  test('numbers that count up behind a name of labels are a header, few ones alone a row', async () => {
    expect(await pixelsOf(`label,0,1,2,3\n${rows}`)).toEqual(sorted);
    expect((await pixelsOf('0,1,2,3,4\n1,5,6,7,8\n0,0,0,0,0\n1,0,0,0,0\n')).slice(-8)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  test('a first row whose label is one of the names that headers have is no header', async () => {
    const {
      train,
      test: tested,
      classNames,
      notes,
    } = await read('y,0,0,255,9\nz,1,2,3,4\ny,0,0,0,0\nz,1,1,1,1\n');
    expect([train.count + tested.count, classNames]).toEqual([4, ['y', 'z']]);
    expect(notes[0]).toBe('/mine/a.csv has no header: its first column is taken for the labels');
    // Its other names can be no pixels.
    expect(await pixelsOf(`label,1.1,1.2,2.1,2.2\n${rows}`)).toEqual(sorted);
    // So many pixels of a picture would not all differ: pandas' names of columns that came twice, and names by row and column.
    const row = (label: number): string => [label, ...Array<number>(16).fill(9)].join(',');
    const sixteen = [0, 1, 0, 1].map(row).join('\n');
    const repeated = Array.from({ length: 16 }, (_, at) => `0.${at + 1}`);
    const places = Array.from({ length: 16 }, (_, at) => `${at >> 2}${at % 4}`);
    for (const names of [repeated, places]) {
      const { classNames: classes, train: found } = await read(`label,${names.join(',')}\n${sixteen}\n`);
      expect([classes, found.height]).toEqual([['0', '1'], 4]);
    }
  });

  test('labels may be words', async () => {
    const text = `class,a,b,c,d\n"T-shirt, top",0,0,0,0\nBag,1,1,1,1\nBag,9,9,9,9\n"T-shirt, top",7,7,7,7\n`;
    const { classNames, train } = await read(text);
    expect(classNames).toEqual(['Bag', 'T-shirt, top']);
    expect(train.count).toBe(2);
  });

  test('fractions become bytes, also those before the first that shows it', async () => {
    const { train, notes } = await read('0,0,1,0,1\n1,0.2,0.4,1,0\n0,0,0,0,0\n1,0,0,0,0\n');
    expect(new Set(train.images)).toEqual(
      new Set([...train.images].filter((value) => [0, 51, 102, 255].includes(value))),
    );
    expect(notes).toContain('Pixels are fractions from 0 to 1: they became 0 to 255');
  });

  test('a file without labels is not used, and it is said', async () => {
    const {
      notes,
      train,
      test: tested,
    } = await readGiven(
      givenFolder({ 'train.csv': header + rows, 'test.csv': 'pixel1,pixel2,pixel3,pixel4\n1,2,3,4\n' }),
      {},
    );
    expect(notes[0]).toBe('/mine/test.csv has no column of labels: not used');
    expect([train.count, tested.count]).toEqual([2, 2]);
  });

  test('EMNIST’s are turned upright', async () => {
    const { train, notes } = await readGiven(
      givenFolder({
        'emnist-digits-train.csv': '1,0,1,2,3\n2,0,1,2,3\n',
        'emnist-digits-test.csv': '1,0,1,2,3\n',
      }),
      {},
    );
    expect(Array.from(train.images.subarray(0, 4))).toEqual([0, 2, 1, 3]);
    expect(notes.join()).toContain('turned upright');
  });

  test.each([
    ['a row too short', `${rows}1,2,3\n`, 'is damaged: found 3 columns at line 5, byte 43, expected 5'],
    ['a word', `${rows}1,2,x,3,4\n`, 'is damaged: found "x" at line 5, byte 43, column 3, expected a pixel'],
    [
      'an empty field',
      `${rows}1,2,,3,4\n`,
      'is damaged: found "" at line 5, byte 43, column 3, expected a pixel',
    ],
    [
      'a pixel above 255',
      `${rows}1,2,256,3,4\n`,
      'holds the value 256 at line 5, byte 43, column 3; pixels are 0 to 255',
    ],
    ['no label', `${rows},2,6,3,4\n`, 'is damaged: found no label at line 5, byte 43'],
    ['NaN for a label', `${rows}nan,2,6,3,4\n`, 'holds rows without a label: "nan" among whole numbers'],
    ['nothing', '', 'is damaged: it is empty'],
    ['a header alone', header, 'is damaged: it has no rows of pixels'],
    [
      'pixels of no square',
      '0,1,2\n1,2,3\n',
      'holds rows of 2 pixels, which are not a square, gray or in 3 colours; a size such as 32x24 says another shape',
    ],
    ['labels without pixels', '0\n1\n', 'is damaged: it has no rows of pixels'],
    ['UTF-16', `\uFEFF${rows}`.replaceAll(/./gsu, '$&\0'), 'is UTF-16 or no text: save it as UTF-8'],
    ['a page of HTML', '<html>\n<body>Not found</body>\n', 'is damaged: '],
  ])('are refused in one line: %s', async (_, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      name: 'DatasetError',
      message: expect.stringContaining(`/mine/a.csv ${message}`),
    });
  });

  test('a class may be called None where others have names, too', async () => {
    const text = 'cat,1,2,3,4\nnone,5,6,7,8\ncat,1,2,3,4\nnone,5,6,7,8\n';
    expect((await read(text)).classNames).toEqual(['cat', 'none']);
  });

  test('another shape of rows is told', async () => {
    const given = givenFile(
      { 'a.csv': '0,1,2,3,4,5,6\n1,2,3,4,5,6,7\n0,0,0,0,0,0,0\n1,0,0,0,0,0,0\n' },
      'a.csv',
    );
    expect((await readGiven(given, { size: [2, 3] })).train).toMatchObject({
      height: 2,
      width: 3,
      channels: 1,
    });
    expect((await readGiven(given, { size: [1, 2], channels: 3 })).train).toMatchObject({
      width: 2,
      channels: 3,
    });
  });

  test('give back any bytes that were written', async () => {
    const image = fc.uint8Array({ minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), image), { minLength: 1, maxLength: 20 }),
        async (made) => {
          const all: [number, Uint8Array][] = [
            [0, Uint8Array.of(2, 0, 0, 0)],
            [1, Uint8Array.of(0, 0, 0, 9)],
            ...made,
          ];
          const text = all.map(([label, pixels]) => [label, ...pixels].join(',')).join('\n');
          const given = givenFolder({ 'train.csv': text, 'test.csv': text });
          const { train, classNames } = await readGiven(given, {});
          expect(Array.from(train.images)).toEqual(all.flatMap(([, pixels]) => Array.from(pixels)));
          expect(Array.from(train.labels, (label) => Number(classNames[label]))).toEqual(
            all.map(([label]) => label),
          );
        },
      ),
    );
  });
});
