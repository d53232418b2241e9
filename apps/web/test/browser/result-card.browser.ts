import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { screenshots } from './browser.ts';
import { chromium, server } from './served-page.ts';

test('a run can be downloaded as a picture, with its templates and the picture on the pad', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=2&images=5000`);
  const button = page.getByRole('button', { name: 'Download the result card' });
  expect(await button.isDisabled()).toBe(true);
  await chromium.trainToEnd();
  await page.locator('.answer-line').getByText('%').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toBe('atelier.png');
  const path = join(screenshots, 'result-card.png');
  await download.saveAs(path);
  const png = readFileSync(path);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
});
