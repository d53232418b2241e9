import { expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

test('a lesson is predicted first, then seen on the stage, with what was measured', async () => {
  const { page } = chromium;
  await chromium.open(server.url);
  await page.getByRole('button', { name: 'Lessons' }).click();
  const room = page.locator('.lessons');
  await room.getByText('5 Dead units').click();
  const see = room.getByRole('button', { name: 'See it' });
  expect(await see.isDisabled()).toBe(true);
  await room.getByLabel('All are on for every picture').check();
  await chromium.expectAccessible();
  await see.click();
  await room.getByText('Not so. What happened: Many are off for every picture').waitFor();
  const { record } = (await chromium.reports('epoch')).at(-1)!;
  expect(record.epoch).toBe(3);
  const percent = `${(record.valAccuracy! * 100).toFixed(1)}%`;
  await room.getByText(`${percent} on the test pictures`).waitFor();
  expect(await room.getByRole('link').getAttribute('href')).toContain('lessons.md#6-backpropagation');
  // What the lesson says is so: the hidden layer stays blank.
  await page.waitForFunction(() =>
    window.atelierReports.some((report) => report.type === 'predicted' && report.answer?.run === 1),
  );
  const { answer } = (await chromium.reports('predicted')).at(-1)!;
  const units = [...answer!.layers[0]!.values];
  expect(units.length).toBe(32);
  expect(units.filter((value) => value === 0).length).toBeGreaterThan(16);
  await page.evaluate(() => scrollTo(0, 0));
  await chromium.screenshot('desktop-light-lesson', false);
  await chromium.expectAccessible();

  await page.getByRole('button', { name: '中文' }).click();
  await room.getByText('不是这样。实际上：许多单元对任何图片都不响应').waitFor();
  await page.setViewportSize({ width: 380, height: 800 });
  // Above the stage there too.
  const topOf = (selector: string): Promise<number> =>
    page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
  expect(await topOf('.lessons')).toBeLessThan(await topOf('.drawing'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await chromium.screenshot('narrow-chinese-lesson', false);
  await chromium.expectAccessible();
});
