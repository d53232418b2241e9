import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

/** How many pictures were being decoded at once, at most. */
declare global {
  interface Window {
    atelierDecoding: { now: number; most: number };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'atelier-hostile-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What nobody means, in each box. */
const rubbish = [
  '-1',
  '1e400',
  '-Infinity',
  'NaN',
  '99999999999999999999999999999999999999999',
  '1'.repeat(5000),
  '😀',
  'مرحبا',
  '\u202Eabc',
  '<img src=x onerror=alert(1)>',
  '__proto__',
];

test('rubbish in a box changes nothing that a run cannot do, and a run is what the boxes say', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=mlp-32&epochs=1&images=1000`);
  const boxes = page.locator('main input[type=text]');
  const count = await boxes.count();
  expect(count).toBeGreaterThan(15);
  for (let place = 0; place < count; place++) {
    const box = boxes.nth(place);
    const before = await box.inputValue();
    for (const text of rubbish) {
      await box.fill(text);
      await box.press('Enter');
      await box.press('Escape');
    }
    expect(await box.inputValue()).toBe(before);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await chromium.trainToEnd();
  expect((await chromium.reports('run-ended')).map(({ ending }) => ending.status)).toEqual(['completed']);
});

test('a window that changes its size, its language and its page in the middle of a run, loses no run', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=mlp-128&epochs=500&images=20000&seed=81`);
  await chromium.train();
  await chromium.waitForReports('saved-model');
  for (const [width, height] of [
    [320, 480],
    [2560, 1440],
    [700, 300],
    [1280, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.getByRole('button', { name: /^(?:中文|English)$/ }).click();
    await chromium.waitForRest();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
  const epochs = (await chromium.reports('epoch')).length;
  await chromium.waitForReports('epoch', epochs + 2);
  await page.goto(`${server.url}icon.svg`);
  await page.goBack();
  await chromium.waitForData();
  const row = page.locator('.runs tbody tr').filter({ hasText: 'seed=81' });
  await row.getByText('interrupted by a reload').waitFor();
  await row.getByRole('button', { name: /^Continue/ }).click();
  await chromium.waitForReports('epoch', 1);
  const [first] = await chromium.reports('epoch');
  // Where it was saved last.
  expect(first?.record.epoch).toBeGreaterThan(1);
  await page.reload();
  await row.getByText('interrupted by a reload').waitFor();
});

test('more picture files than a class holds are read one after the other, until it is full', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax`);
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(400, 300);
    canvas.getContext('2d')!.fillRect(40, 30, 100, 200);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const files = Array.from({ length: 1000 }, (_, at) => join(folder, `${at}.png`));
  for (const [at, file] of files.entries())
    writeFileSync(file, at === 3 ? 'no picture' : Uint8Array.from(png));
  await page.evaluate(() => {
    window.atelierDecoding = { now: 0, most: 0 };
    const decode = createImageBitmap;
    window.createImageBitmap = async (image: ImageBitmapSource) => {
      const decoding = window.atelierDecoding;
      decoding.now++;
      decoding.most = Math.max(decoding.most, decoding.now);
      return decode(image).finally(() => {
        decoding.now--;
      });
    };
  });
  await page.getByRole('button', { name: 'Make classes' }).click();
  const card = page.locator('.own-class').first();
  await card.locator('input[type=file]').setInputFiles(files);
  await card
    .getByText(
      '1 of the files are not pictures that this browser can read. A class holds at most 200 examples.',
    )
    .waitFor();
  await card.getByText('200 examples', { exact: true }).waitFor();
  expect(await page.evaluate(() => window.atelierDecoding.most)).toBe(1);
});

test('classes may have any name: one that means a part of a data set, right-to-left text, signs, none, or the same', async () => {
  const { page } = chromium;
  const names = ['test', 'val', 'train', 'قطة', '😀 🐈', '', '../..', 'cat', 'cat'];
  const room = page.locator('.panel-classes');
  for (let more = names.length - 2; more > 0; more--) {
    await room.getByRole('button', { name: 'Add a class' }).click();
  }
  for (const [at, name] of names.entries()) {
    const card = room.locator('.own-class').nth(at);
    await card.getByRole('textbox').fill(name);
    await card.locator('input[type=file]').setInputFiles([join(folder, '0.png'), join(folder, '1.png')]);
    await card.getByText(/^(?:2|200) examples$/).waitFor();
  }
  const ended = (await chromium.reports('run-ended')).length;
  await room.getByRole('button', { name: 'Train on these classes' }).click();
  await chromium.waitForReports('run-ended', ended + 1);
  const trained = (await chromium.reports('data-ready')).at(-1);
  expect([...(trained?.classNames ?? [])].toSorted()).toEqual(
    ['test', 'val', 'train', 'قطة', '😀 🐈', 'Class 6', 'Class 7', 'cat', 'cat 2'].toSorted(),
  );
  await chromium.expectAccessible();
  // Saved and opened again: also of many classes one picture is decoded at a time.
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    room.getByRole('button', { name: 'Save the examples (ZIP)' }).click(),
  ]);
  const path = join(folder, 'own-classes.zip');
  await download.saveAs(path);
  await room.getByLabel('Open saved examples…').setInputFiles(path);
  const last = room.locator('.own-class').nth(names.length - 1);
  await expect.poll(() => last.getByRole('textbox').inputValue(), { timeout: 60_000 }).toBe('cat 2');
  await last.getByText('2 examples', { exact: true }).waitFor();
  expect(await page.evaluate(() => window.atelierDecoding.most)).toBe(1);
});

test.each([
  ['cat', 'train'],
  ['test', 'val'],
])('two classes may be named %s and %s', async (...names) => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax`);
  await page.getByRole('button', { name: 'Make classes' }).click();
  const room = page.locator('.panel-classes');
  for (const [at, name] of names.entries()) {
    const card = room.locator('.own-class').nth(at);
    await card.getByRole('textbox').fill(name);
    await card.locator('input[type=file]').setInputFiles([join(folder, '0.png'), join(folder, '1.png')]);
    await card.getByText('2 examples').waitFor();
  }
  await room.getByRole('button', { name: 'Train on these classes' }).click();
  await chromium.waitForReports('run-ended');
  expect((await chromium.reports('data-ready')).at(-1)?.classNames).toEqual(names);
});

test('a network that goes away while the pictures come ends neither the run nor the page, and a retry brings the rest', async () => {
  const { page } = chromium;
  await page.goto(`${server.url}icon.svg`);
  await chromium.forgetKept();
  server.data = 'held';
  // An earlier run is kept, and would be shown as soon as the test pictures are here: not over this one.
  await page.goto(`${server.url}?preset=mlp-deep&epochs=500`);
  await page.getByRole('button', { name: 'Train on 3,000' }).click();
  await chromium.waitForReports('epoch', 1);
  server.data = 'cut';
  await page.getByRole('alert').getByText('could not be downloaded').waitFor();
  const epochs = (await chromium.reports('epoch')).length;
  await chromium.waitForReports('epoch', epochs + 2);
  server.data = 'whole';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('60,000 pictures to learn from').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.locator('.runs tbody tr').count()).toBeGreaterThan(1);
  expect(await chromium.reports('run-ended')).toEqual([]);
  const later = (await chromium.reports('epoch')).length;
  await chromium.waitForReports('epoch', later + 2);
  await page.getByRole('button', { name: 'Reset' }).click();
  await chromium.waitForReports('run-ended');
  chromium.expectNoComplaints(/ERR_|Failed to load/);
});
