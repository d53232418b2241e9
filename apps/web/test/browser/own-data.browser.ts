import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeIdx } from '@atelier/idx';
import { afterAll, expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-own-data-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a folder of pictures for each class: on sunny pictures the upper half is bright, on wet ones the lower. */
async function writePictures(): Promise<string> {
  for (const name of ['sunny', 'wet']) {
    mkdirSync(join(folder, 'weather', name), { recursive: true });
    for (let index = 0; index < 15; index++) {
      const png = await chromium.page.evaluate(
        async ([top, shade]) => {
          const canvas = new OffscreenCanvas(20, 16);
          const context = canvas.getContext('2d')!;
          context.fillStyle = `rgb(40 60 ${shade})`;
          context.fillRect(0, 0, 20, 16);
          context.fillStyle = 'rgb(250 200 90)';
          context.fillRect(0, top, 20, 8);
          return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
        },
        [name === 'sunny' ? 0 : 8, 60 + 10 * index] as const,
      );
      writeFileSync(join(folder, 'weather', name, `${index}.png`), Uint8Array.from(png));
    }
  }
  return join(folder, 'weather');
}

/** Waits until what a selector finds has these texts, besides empty ones; also within more, as `expect.arrayContaining` says. */
const expectShown = async (selector: string, texts: readonly string[]): Promise<void> => {
  const found = chromium.page.locator(selector);
  await expect
    .poll(async () => (await found.allTextContents()).filter((name) => name !== ''), { timeout: 60_000 })
    .toEqual(texts);
};

test('a folder of one’s own pictures becomes the page’s data: its classes, its size, its colours', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=6&images=1000`);
  await chromium.trainToEnd();
  await page.getByLabel('Your own: a folder…').setInputFiles(await writePictures());
  await page.getByText('The page now shows weather.').waitFor();
  await expectShown('.classes .class-name', ['sunny', 'wet']);
  const [info] = (await chromium.reports('data-ready')).filter(({ own }) => own);
  expect(info).toMatchObject({
    height: 16,
    width: 20,
    channels: 3,
    ink: false,
    trainCount: 24,
    testCount: 6,
  });
  // Nothing of the run before is left on the stage.
  expect(await page.locator('.confusion').count()).toBe(0);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await chromium.trainToEnd();
  expect((await chromium.reports('evaluation')).at(-1)?.accuracy).toBe(1);
  // Results are drawn one after the other.
  await page.waitForSelector('.confusion td.right');
  await page.locator('.probabilities .bar-name').getByText('wet').first().waitFor();
  await expectShown('.confusion tbody th', ['sunny', 'wet']);
  await expectShown('.probabilities .bar-name', expect.arrayContaining(['sunny', 'wet']));
  expect(page.url()).not.toContain('images');
  await chromium.screenshot('desktop-light-own-data');
  await chromium.expectAccessible();
  // No link repeats it on another machine.
  expect(await page.getByRole('button', { name: 'Copy the link to this run' }).isDisabled()).toBe(true);
  // The run before is of other data: it shows what it is, and no more.
  await page.getByRole('button', { name: /^1 softmax/ }).click();
  await page.getByText('trained on other data (fashion-mnist)').waitFor();
  await page.locator('.answer-line').getByText('%').waitFor();
});

test('files that are no data are refused in one line, and the page keeps its data', async () => {
  const { page } = chromium;
  const input = page.locator('.panel-data').getByLabel('Files…');
  const file = (content: string): { name: string; mimeType: string; buffer: Buffer } => ({
    name: 'mine.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(content),
  });
  await input.setInputFiles([file('label,pixel\n0,what?\n')]);
  const refusal = page.getByText('These files are no data set that the page can use: mine.csv');
  await refusal.waitFor();
  await expectShown('.classes .class-name', ['sunny', 'wet']);
  await chromium.screenshot('desktop-light-refused-data', false);

  const rows = Array.from({ length: 40 }, (_, at) => [at % 2, ...[0, 0, 0, 0].fill(at % 2 ? 200 : 30 + at)]);
  await input.setInputFiles([file(rows.map((row) => row.join(',')).join('\n'))]);
  await page.getByText('The page now shows mine.csv.').waitFor();
  await expectShown('.classes .class-name', ['0', '1']);
  await chromium.trainToEnd();
});

test('the page goes back to its own data set, and a reload shows the runs of other data as they are', async () => {
  const { page } = chromium;
  await page.getByRole('button', { name: 'Back to Fashion-MNIST' }).click();
  await page.locator('.classes .class-name').getByText('Trouser').waitFor();
  await page.getByRole('button', { name: /^1 softmax/ }).click();
  await page.waitForSelector('.confusion td.right');
  await page.getByRole('button', { name: /^2 softmax/ }).click();
  await page.getByText('trained on other data (weather)').waitFor();
  await chromium.waitForStored();
  await page.reload();
  // Its model takes coloured pictures of 20 x 16; the page's are 28 x 28.
  await page.getByText('trained on other data (weather)').waitFor();
  await page.getByRole('application').press('Shift+ArrowDown');
  await page.locator('.answer-line').getByText('%').waitFor();
  await expectShown('.probabilities .bar-name', expect.arrayContaining(['sunny', 'wet']));
});

/** A picture with a dark part, as a PNG file. */
async function picture(width: number, height: number): Promise<Buffer> {
  const bytes = await chromium.page.evaluate(
    async (size) => {
      const canvas = new OffscreenCanvas(...size);
      canvas.getContext('2d')!.fillRect(40, 30, 100, 200);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    },
    [width, height] as const,
  );
  return Buffer.from(bytes);
}

test('photos are made as small as a network here looks at, whatever the first files are, and it is said', async () => {
  const { page } = chromium;
  const photo = await picture(400, 300);
  for (const name of ['dark', 'darker']) {
    mkdirSync(join(folder, 'photos', name), { recursive: true });
    for (const index of [3, 4, 5]) writeFileSync(join(folder, 'photos', name, `${index}.png`), photo);
  }
  writeFileSync(join(folder, 'photos', 'dark', '._3.png'), 'what an archive leaves');
  writeFileSync(join(folder, 'photos', 'dark', '0.png'), 'no picture');
  writeFileSync(join(folder, 'photos', 'dark', '1.png'), await picture(20, 15));
  writeFileSync(join(folder, 'photos', 'dark', '2.png'), await picture(1000, 30));
  await page.getByLabel('Your own: a folder…').setInputFiles(join(folder, 'photos'));
  await page.getByText('8 of 8 became 48x64').waitFor();
  expect((await chromium.reports('data-ready')).at(-1)).toMatchObject({ height: 48, width: 64 });
});

test('data that are no picture files keep their size, also with a picture beside them', async () => {
  const { page } = chromium;
  mkdirSync(join(folder, 'idx', 'docs'), { recursive: true });
  const files = {
    'train-images-idx3-ubyte': encodeIdx({
      dtype: 'u8',
      shape: [8, 80, 20],
      data: Uint8Array.from({ length: 8 * 1600 }, (_, at) => at),
    }),
    'train-labels-idx1-ubyte': encodeIdx({
      dtype: 'u8',
      shape: [8],
      data: Uint8Array.from({ length: 8 }, (_, at) => at % 2),
    }),
    'docs/preview.png': await picture(400, 300),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'idx', name), content);
  await page.getByLabel('Your own: a folder…').setInputFiles(join(folder, 'idx'));
  await page.getByText('The page now shows idx.').waitFor();
  expect((await chromium.reports('data-ready')).at(-1)).toMatchObject({ height: 80, width: 20 });
});
