import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Chromium, type OpenOptions, screenshots } from './browser.ts';
import { serve, type Server } from './serve.ts';

let server: Server;

beforeAll(async () => {
  server = await serve();
});

afterAll(async () => {
  await server.close();
});

const looks: readonly (readonly [name: string, options: OpenOptions, trainLabel: string])[] = [
  ['desktop-dark', { dark: true }, 'Train'],
  ['narrow-light', { width: 380, height: 800 }, 'Train'],
  ['desktop-chinese', { language: 'zh-CN' }, '开始训练'],
  ['narrow-dark-chinese', { width: 380, height: 800, dark: true, language: 'zh-CN' }, '开始训练'],
];

describe.each(looks)('%s', (name, options, trainLabel) => {
  test('is whole, fits, and is accessible, before and after a run', async () => {
    const chromium = await Chromium.start(options);
    try {
      const { page } = chromium;
      await chromium.open(`${server.url}?preset=softmax&epochs=4&images=30000`);
      await page.getByRole('button', { name: trainLabel, exact: true }).waitFor();
      await chromium.expectAccessible();
      await chromium.trainToEnd();
      await chromium.screenshot(name);
      await chromium.expectAccessible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      chromium.expectNoComplaints();
    } finally {
      await chromium.close();
    }
  });
});

test('column headings of the confusion matrix stand upright in Chinese, and are turned as a whole in English', async () => {
  const chromium = await Chromium.start({ language: 'zh-CN' });
  try {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=softmax&epochs=1&images=1000`);
    await chromium.trainToEnd();
    const turns = (): Promise<string[]> =>
      page
        .locator('.confusion thead th span')
        .evaluateAll((names) =>
          names.map((name) => `${getComputedStyle(name).textOrientation} ${getComputedStyle(name).rotate}`),
        );
    await page.waitForSelector('.confusion td.right');
    expect(await turns()).toEqual(Array.from({ length: 10 }, () => 'upright none'));
    await page.locator('.confusion').screenshot({ path: join(screenshots, 'confusion-chinese.png') });
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
    expect(await turns()).toEqual(Array.from({ length: 10 }, () => 'mixed 180deg'));
    chromium.expectNoComplaints();
  } finally {
    await chromium.close();
  }
});

test('language and colours can be switched, and stay', async () => {
  const chromium = await Chromium.start();
  try {
    const { page } = chromium;
    await chromium.open(server.url);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '开始训练' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
    await page.getByLabel('配色').selectOption('dark');
    await page.reload();
    await page.getByRole('button', { name: '开始训练' }).waitFor();
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(ground).toBe('rgb(16, 19, 22)');
    chromium.expectNoComplaints();
  } finally {
    await chromium.close();
  }
});

test('everything can be reached and used with the keyboard', async () => {
  const chromium = await Chromium.start();
  try {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=softmax&epochs=1&images=1000`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // Past the settings, to the button.
    for (let press = 0; press < 30; press++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.classList.contains('primary'))) break;
    }
    await page.keyboard.press('Enter');
    await chromium.waitForReports('run-ended');
    expect((await chromium.reports('epoch')).length).toBe(1);
    chromium.expectNoComplaints();
  } finally {
    await chromium.close();
  }
});
