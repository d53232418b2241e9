import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-drop-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Drags files from the desktop onto a place in the window, as a person does. */
async function drop(files: readonly string[], x: number, y: number): Promise<void> {
  const session = await chromium.context.newCDPSession(chromium.page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
    // Chromium drops only where the page has answered by then that it takes files.
    await chromium.waitForRest();
  }
  await session.detach();
}

test('a file that is dropped beside the places for it does not make the browser leave the page, and is taken', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax`);
  const address = page.url();
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'no picture');
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await drop([text], 600, 300);
  const refusal = page.getByText('“notes.txt” is not a picture');
  await refusal.waitFor();
  // Where it can be seen: the drop was elsewhere.
  await page.waitForFunction(() => {
    const { top = -1, bottom = Infinity } =
      document.querySelector('.pad .hint')?.getBoundingClientRect() ?? {};
    return top > 0 && bottom < innerHeight;
  });
  expect(page.url()).toBe(address);

  const png = join(folder, 'shirt.png');
  const pixels = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')?.fillRect(16, 16, 32, 32);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  writeFileSync(png, Uint8Array.from(pixels));
  await page.evaluate(() => scrollTo(0, 0));
  await drop([png], 600, 300);
  await page.getByText('From 64 × 64 pixels.').waitFor();
  expect(page.url()).toBe(address);

  const model = join(folder, 'model.json');
  writeFileSync(model, '{}');
  await page.evaluate(() => scrollTo(0, 0));
  await drop([model], 600, 300);
  await page.getByText('A run is model.json together with weights.bin').waitFor();
  expect(page.url()).toBe(address);
});

test('a picture that is dropped on the drawing area is drawn there', async () => {
  const { page } = chromium;
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('From 64 × 64 pixels.').waitFor({ state: 'detached' });
  const drawing = page.getByRole('application');
  await drawing.scrollIntoViewIfNeeded();
  const box = await drawing.boundingBox();
  if (!box) throw new Error('the drawing area has no place');
  await drop([join(folder, 'shirt.png')], box.x + box.width / 2, box.y + box.height / 2);
  await page.getByText('From 64 × 64 pixels.').waitFor();
  expect(await page.locator('.drawing.over').count()).toBe(0);
});
