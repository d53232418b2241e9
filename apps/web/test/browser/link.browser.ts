import { describe, expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

describe('a link', () => {
  test('repeats a run with identical numbers, with the rates that changed on the way', async () => {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=mlp-32&hidden=16&activation=tanh&epochs=4&seed=5&images=5000`);
    await page.getByRole('button', { name: 'One epoch' }).click();
    await chromium.waitForReports('paused');
    await page.getByLabel('Learning rate').fill('0.003');
    await page.keyboard.press('Enter');
    await chromium.waitForReports('rate-set');
    await page.getByRole('button', { name: 'Resume' }).click();
    await chromium.waitForReports('run-ended');
    const numbers = async (): Promise<unknown> =>
      (await chromium.reports('epoch')).map(({ record: { seconds: _, ...rest } }) => rest);
    const first = await numbers();
    await page.getByRole('button', { name: 'Copy the link to this run' }).click();
    await page.getByText('The link has been copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('rates=2:0.003');
    await chromium.open(link);
    await chromium.trainToEnd();
    expect(await numbers()).toEqual(first);
    expect(page.url()).toBe(link);
  });

  test('that is hostile is taken for text, and said', async () => {
    const { page } = chromium;
    const hostile =
      '?preset=<img src=x onerror=alert(1)>&epochs=1e99&hidden=1e9&__proto__=1&lang=javascript:alert(1)';
    await chromium.open(`${server.url}${hostile}`);
    await page.getByText('were not understood and left out').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('30');
    await chromium.screenshot('desktop-light-refused-link', false);
    await chromium.expectAccessible();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByText('were not understood').count()).toBe(0);
  });
});
