import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePng, type DecodedPng } from '../../test/decode-png.ts';
import { madeHistory, madeMatrix } from '../../test/made-up.ts';
import { confusionMatrix, imageGrid, lossCurves, renderSvg } from '../index.ts';
import { deflate as browserDeflate } from './deflate.browser.ts';
import { encodePng, pngFile, pngRows } from './encode-png.ts';
import { renderPng, renderSvgAndPng } from './render-png.ts';

describe('encodePng', () => {
  test('is read back by another decoder, pixel for pixel, packed as in Node and as in a browser', () => {
    const shape = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      channels: fc.constantFrom(1 as const, 3 as const, 4 as const),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, ({ width, height, channels, seed }) => {
        const pixels = Uint8Array.from(
          { length: width * height * channels },
          (_, index) => (index * 7919 + seed) >> 3,
        );
        const picture = { width, height, channels, pixels };
        expect(decodePng(encodePng(picture))).toEqual(picture);
        expect(decodePng(pngFile(picture, browserDeflate(pngRows(picture))))).toEqual(picture);
      }),
    );
  });

  test('has the checksums that the format asks for', () => {
    const file = encodePng({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(0) });
    // The last twelve bytes of every PNG: an empty IEND chunk and its checksum.
    expect(file.slice(-12)).toEqual(
      Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82),
    );
  });

  test('refuses pixels that do not fill the picture', () => {
    expect(() => encodePng({ width: 2, height: 2, channels: 3, pixels: new Uint8Array(11) })).toThrow(
      'picture: 11 bytes for 2x2x3',
    );
  });
});

describe('renderPng', () => {
  const figure = lossCurves([{ name: 'run', history: madeHistory({ epochs: 5 }) }]);

  test('has the figure’s size times the scale, in both themes', async () => {
    const height = Number(/height="(\d+)"/.exec(await renderSvg(figure))?.[1]);
    for (const theme of ['light', 'dark'] as const) {
      const { width, height: rows, pixels } = decodePng(await renderPng(figure, { scale: 1.5, theme }));
      expect([width, rows]).toEqual([960, height * 1.5]);
      const surface = theme === 'light' ? [255, 255, 255] : [0x14, 0x17, 0x1b];
      expect(pixels.slice(0, 3)).toEqual(Uint8Array.from(surface));
    }
  });

  test('is opaque up to its edges, also where the scale leaves parts of pixels', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const picture = decodePng(await renderPng(figure, { scale: 1.3, width: 333, theme }));
      expect(picture.channels).toBe(3);
      expect(picture.pixels.slice(-3)).toEqual(picture.pixels.slice(0, 3));
    }
  });

  test('gives with its SVG document what both give alone', async () => {
    const { svg, png } = await renderSvgAndPng(figure, { theme: 'dark', width: 400 });
    expect(svg).toBe(await renderSvg(figure, { theme: 'dark', width: 400 }));
    expect(Buffer.from(png).equals(await renderPng(figure, { theme: 'dark', width: 400 }))).toBe(true);
  });

  test.each([
    ['renderPng', renderPng],
    ['renderSvgAndPng', renderSvgAndPng],
  ])('%s names itself where it refuses an option', async (name, render) => {
    const options: object = { dpi: 96 };
    await expect(render(figure, options)).rejects.toThrow(`${name} has no option dpi`);
  });

  test('writes text with the font of the package', async () => {
    const image = decodePng(await renderPng(figure, { scale: 1 }));
    // The title "Loss" stands at the top left in semi-bold ink, and nothing stands right of it.
    expect(inkIn(image, { left: 16, right: 60, top: 16, bottom: 36 })).toBeGreaterThan(60);
    expect(inkIn(image, { left: 80, right: 300, top: 16, bottom: 36 })).toBe(0);
  });

  test('draws what the font lacks as something to be seen', async () => {
    const wide = '连衣裙 \u{1F45F}';
    const [blank, named] = await Promise.all(
      [' ', wide].map(async (name) => {
        const matrix = confusionMatrix({ classNames: [name, ' '], matrix: madeMatrix(2), title: 'T' });
        return decodePng(await renderPng(matrix, { scale: 1, width: 460 }));
      }),
    );
    expect(inkOf(named)).toBeGreaterThan(inkOf(blank) + 50);
  });

  test('shows pictures with hard pixels', async () => {
    // One picture of 2x2 pixels, drawn 42 times as large: only black and white may be inside.
    const grid = imageGrid({
      images: { pixels: Uint8Array.of(0, 255, 255, 0), height: 2, width: 2, channels: 1 },
      classNames: ['x'],
      captions: [{}],
    });
    const { width, pixels, channels } = decodePng(await renderPng(grid, { scale: 1 }));
    const values = new Set<number>();
    for (let y = 60; y < 120; y++) {
      for (let x = 20; x < 96; x++) values.add(pixels[(y * width + x) * channels] ?? -1);
    }
    expect([...values].sort((a, b) => a - b)).toEqual([0, 255]);
  });

  test('gives the same bytes for the same figure', async () => {
    const [first, second] = [await renderPng(figure), await renderPng(figure)];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  });

  test('refuses a scale of zero and names a font that is not there', async () => {
    await expect(renderPng(figure, { scale: 0 })).rejects.toThrow('scale 0; it must be a positive number');
    await expect(renderPng(figure, { fontFiles: ['/nowhere/cjk.otf'] })).rejects.toThrow(
      "font /nowhere/cjk.otf can't be read; without it the picture would have no text",
    );
  });
});

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels darker than half. */
function inkIn({ width, channels, pixels }: DecodedPng, { left, right, top, bottom }: Area): number {
  let ink = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if ((pixels[(y * width + x) * channels] ?? 255) < 128) ink++;
    }
  }
  return ink;
}

function inkOf(image: DecodedPng | undefined): number {
  return image === undefined
    ? 0
    : inkIn(image, { left: 0, right: image.width, top: 0, bottom: image.height });
}
