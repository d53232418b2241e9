import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

/** Presses Tab until an element has the focus, and fails where the focus is hidden on the way. */
async function tabTo(target: Locator): Promise<void> {
  const { page } = chromium;
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(() => {
      const focused = document.activeElement;
      const controls = document.querySelector('.controls');
      if (!focused || !controls || controls.contains(focused)) return false;
      const { bottom, width } = focused.getBoundingClientRect();
      return width > 1 && scrollY > 0 && bottom <= controls.getBoundingClientRect().bottom - 1 && bottom > 0;
    });
    expect(covered).toBe(false);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${String(target)} is not reached by Tab`);
}

/** Starts again at the top of the page. */
async function fromTop(): Promise<void> {
  await chromium.page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    scrollTo(0, 0);
  });
  await chromium.page.locator('h1').click();
}

test('the whole way goes by the keyboard alone: layers, a run, a drawing, an earlier epoch, an earlier run, classes, a file', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=2&images=2000`);

  await tabTo(page.getByRole('button', { name: 'Add a layer' }));
  await page.keyboard.press('Enter');
  await page.getByLabel('Layer 1').waitFor();
  await fromTop();
  await tabTo(page.getByLabel('Layer 1'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('dense 16');
  await page.keyboard.press('Enter');
  await page.waitForURL(/hidden=16|layers=dense\+16/);
  // The next layer is one Tab away.
  expect(await page.getByLabel('Layer 1').evaluate((box) => box === document.activeElement)).toBe(true);

  await fromTop();
  await tabTo(page.locator('button.primary').first());
  await page.keyboard.press('Space');
  await chromium.waitForReports('run-ended');
  await chromium.waitForRest();

  await tabTo(page.getByRole('application'));
  const asked = (await chromium.reports('predicted')).length;
  for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowDown');
  await chromium.waitForReports('predicted', asked + 1);

  const evaluations = (await chromium.reports('evaluation')).length;
  await tabTo(page.getByLabel('Go back to an earlier epoch'));
  await page.keyboard.press('Home');
  await chromium.waitForReports('evaluation', evaluations + 1);
  await page.getByRole('button', { name: 'Epoch 0 → latest' }).waitFor();
  await page.keyboard.press('End');
  await chromium.waitForReports('evaluation', evaluations + 2);

  await fromTop();
  await tabTo(page.locator('.runs .run-name').first());
  await page.keyboard.press('Enter');
  await chromium.waitForReports('evaluation', evaluations + 3);

  await tabTo(page.getByRole('button', { name: 'Make classes' }));
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of class 1').waitFor();
  await tabTo(page.getByLabel('Name of class 1'));
  await page.keyboard.type('lines');
  await tabTo(page.getByRole('region', { name: 'lines' }).getByRole('button', { name: 'Add the drawing' }));
  await page.keyboard.press('Enter');
  await page.getByText('1 example', { exact: true }).waitFor();

  await tabTo(page.getByRole('button', { name: 'Export as a page' }));
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('model.html');
});
