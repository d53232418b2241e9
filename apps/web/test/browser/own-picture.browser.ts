import { placePicture } from '@atelier/datasets';
import { modelMetadata } from '@atelier/runs/record';
import { openModel } from '@atelier/training';
import { describe, expect, test } from 'vitest';
import { downloadModel } from './download-model.ts';
import { chromium, server } from './served-page.ts';

/** How long an answer may take that comes after others. */
const patience = { timeout: 60_000 };

async function lastProbabilities(): Promise<readonly number[]> {
  const answers = await chromium.reports('predicted');
  return [...(answers.at(-1)?.answer?.probabilities ?? [])];
}

describe('a picture of one’s own', () => {
  test('gets probabilities that sum to 1, drawn with a pointer or with keys', async () => {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=mlp-32&epochs=1&images=10000`);
    await chromium.trainToEnd();
    const drawing = page.getByRole('application');
    await drawing.scrollIntoViewIfNeeded();
    const box = await drawing.boundingBox();
    if (!box) throw new Error('the drawing area has no place');
    const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
    const before = (await chromium.reports('predicted')).length;
    // A pair of trousers.
    for (const [fromX, fromY, toX, toY] of [
      [0.4, 0.1, 0.36, 0.9],
      [0.6, 0.1, 0.64, 0.9],
      [0.38, 0.12, 0.62, 0.12],
    ] as const) {
      await page.mouse.move(...at(fromX, fromY));
      await page.mouse.down();
      await page.mouse.move(...at(toX, toY), { steps: 8 });
      await page.mouse.up();
    }
    await chromium.waitForReports('predicted', before + 1);
    const probabilities = await lastProbabilities();
    expect(probabilities).toHaveLength(10);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(await page.textContent('.answer-line')).toMatch(/[A-Z].*, \d+\.\d%/);
    await chromium.screenshot('desktop-light-drawing', false);

    await page.getByRole('button', { name: 'Clear' }).click();
    await drawing.focus();
    for (let step = 0; step < 6; step++) await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(lastProbabilities, patience).not.toEqual(probabilities);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio');
  });

  test('can be a file, placed as the model’s file says; what is not an image is refused', async () => {
    const { page } = chromium;
    const chooser = page.locator('.pad input[type=file]');
    const png = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(120, 200);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 120, 200);
      context.fillStyle = '#123';
      context.fillRect(40, 20, 15, 160);
      context.fillRect(65, 20, 15, 160);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
    await chooser.setInputFiles({ name: 'trousers.png', mimeType: 'image/png', buffer: Buffer.from(png) });
    const note = page.locator('.pad .hint');
    await note.getByText('From 120 × 200 pixels. Cut out and placed').waitFor();
    await note.getByText('Inverted').waitFor();
    expect((await lastProbabilities()).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    await chromium.screenshot('desktop-light-dropped-picture', false);
    const name = '<img src=x onerror=alert(1)>.png';
    await chooser.setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByText(`“${name}” is not a picture`).waitFor();
    // The same as the command line's `predict` does with the downloaded model.
    const { metadata } = openModel(await downloadModel(chromium));
    const { classNames, placement } = modelMetadata(metadata);
    expect(classNames?.[1]).toBe('Trouser');
    const trousers = { data: new Uint8Array(4 * 120 * 200).fill(255), width: 120, height: 200 };
    for (const left of [40, 65]) {
      for (let row = 20; row < 180; row++) {
        for (let column = left; column < left + 15; column++)
          trousers.data.set([0x11, 0x22, 0x33], 4 * (row * 120 + column));
      }
    }
    const expected = placePicture(trousers, [28, 28, 1], placement!);
    const [placed] = await chromium.reports('placed');
    expect(expected.moved).toBe(true);
    expect([...(placed?.placed?.pixels ?? [])]).toEqual([...expected.pixels]);
    expect(placed?.placed?.strangeness).toBeCloseTo(expected.strangeness!, 6);
  });

  test('is cut out wherever it is drawn; blank and unlike the training pictures are said to be so', async () => {
    const { page } = chromium;
    await page.getByRole('button', { name: 'Clear' }).click();
    const note = page.locator('.pad .hint');
    const drawing = page.getByRole('application');
    const box = await drawing.boundingBox();
    if (!box) throw new Error('the drawing area has no place');
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.6 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.85 * box.height, { steps: 4 });
    await page.mouse.up();
    await note.getByText('Cut out and placed').waitFor();
    const placed = async (): Promise<object> => {
      const answer = (await chromium.reports('predicted')).at(-1)?.answer;
      const pixels = [...(answer?.placed?.pixels ?? [])];
      return {
        top: pixels.slice(0, 56).some((value) => value > 100),
        bottom: pixels.slice(-56).some((value) => value > 100),
        left: pixels.reduce((sum, value, at) => sum + (at % 28 < 9 ? value : 0), 0),
      };
    };
    // It stands in the middle, from the top to the bottom.
    await expect.poll(placed, patience).toEqual({ top: true, bottom: true, left: 0 });
    await chromium.screenshot('desktop-light-placed', false);
    await chromium.expectAccessible();
    const chooser = page.locator('.pad input[type=file]');
    const file = async (grain: number): Promise<void> => {
      const png = await page.evaluate(async (most) => {
        const canvas = new OffscreenCanvas(60, 60);
        const context = canvas.getContext('2d')!;
        const image = context.createImageData(60, 60);
        image.data.fill(255);
        for (let at = 0; at < image.data.length; at += 4)
          image.data.fill(255 - ((at * 7919) % 251) * most, at, at + 3);
        context.putImageData(image, 0, 0);
        return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
      }, grain);
      await chooser.setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) });
    };
    await file(0);
    await note.getByText('Blank: there is nothing to see.').waitFor();
    await file(1);
    await note.getByText('Unlike the training pictures (distance').waitFor();
  });
});
