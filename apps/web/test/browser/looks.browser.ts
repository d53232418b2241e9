import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Chromium, screenshots } from './browser.ts';
import { chromium, server } from './served-page.ts';

test('everything can be reached and used with the keyboard', async () => {
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
});

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colours: 'light' | 'dark';
  readonly language: 'en' | 'zh-Hans';
}

const looks: readonly Look[] = [
  { name: 'desktop-dark', width: 1280, height: 900, colours: 'dark', language: 'en' },
  { name: 'narrow-light', width: 380, height: 800, colours: 'light', language: 'en' },
  { name: 'narrow-dark-chinese', width: 380, height: 800, colours: 'dark', language: 'zh-Hans' },
  { name: 'desktop-chinese', width: 1280, height: 900, colours: 'light', language: 'zh-Hans' },
];

async function lookAt({ width, height, colours, language }: Look): Promise<void> {
  const { page } = chromium;
  await page.emulateMedia({ colorScheme: colours });
  await page.setViewportSize({ width, height });
  const toLanguage = page.locator(`.top-tools [lang=${language}]`);
  if (await toLanguage.isVisible()) await toLanguage.click();
  await page.waitForSelector(`html[lang=${language}]`);
  await chromium.waitForRest();
}

test('in each of its looks the page is whole, fits, and is accessible, before and after a run', async () => {
  const { page } = chromium;
  await page
    .locator('.runs')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await page.getByText('Results show up here').waitFor();
  for (const look of looks) {
    await lookAt(look);
    await chromium.expectAccessible();
  }
  await page.getByLabel('轮数', { exact: true }).fill('4');
  await chromium.trainToEnd();
  for (const look of looks.toReversed()) {
    await lookAt(look);
    await chromium.screenshot(look.name);
    await chromium.expectAccessible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
});

test('text of twice the size makes the page as one of half the width: nothing is cut', async () => {
  const { page, context } = chromium;
  const session = await context.newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  for (const [width, height] of [
    [1280, 900],
    [820, 1180],
    [380, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await chromium.screenshot(`large-text-${width}`, false);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await chromium.expectAccessible();
  }
  await session.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
  await session.detach();
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('language and colours can be switched, and stay', async () => {
  const { page } = chromium;
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByLabel('配色').selectOption('dark');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.reload();
  await page.getByLabel('配色').waitFor();
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(ground).toBe('rgb(16, 19, 22)');
});

test('column headings of the confusion matrix stand upright in Chinese, and are turned as a whole in English', async () => {
  const chinese = await Chromium.start({ language: 'zh-CN' });
  try {
    const { page } = chinese;
    await chinese.open(`${server.url}?preset=softmax&epochs=1&images=1000`);
    await chinese.trainToEnd();
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
    chinese.expectNoComplaints();
  } finally {
    await chinese.close();
  }
});
