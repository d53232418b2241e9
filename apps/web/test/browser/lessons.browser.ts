import { expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

test('a lesson is predicted first, then seen on the stage, with what was measured', async () => {
  const { page } = chromium;
  await chromium.open(server.url);
  await page.getByRole('button', { name: 'Lessons' }).click();
  const room = page.locator('.lessons');
  await room.getByText('2 Overfitting').click();
  const see = room.getByRole('button', { name: 'See it' });
  expect(await see.isDisabled()).toBe(true);
  await room.getByLabel('Both near 100%').check();
  await chromium.expectAccessible();
  await see.click();
  await room.getByText('Not so. What happened: Training near 100%, test far below').waitFor();
  const history = (await chromium.reports('epoch')).at(-1)!.record;
  // What the lesson says is so.
  expect(history.epoch).toBe(25);
  expect(history.accuracy).toBeGreaterThan(0.95);
  expect(history.valAccuracy).toBeLessThan(0.85);
  const percent = `${(history.valAccuracy! * 100).toFixed(1)}%`;
  await room.getByText(`${percent} on the test pictures`).waitFor();
  expect(await room.getByRole('link').getAttribute('href')).toContain('lessons.md#9-overfitting');
  await page.evaluate(() => scrollTo(0, 0));
  await chromium.screenshot('desktop-light-lesson', false);
  await chromium.expectAccessible();
});

test('a lesson with two runs shows both, and says the right prediction is right, in Chinese too', async () => {
  const { page } = chromium;
  await page.getByRole('button', { name: '中文' }).click();
  const room = page.locator('.lessons');
  await room.getByText('3 隐藏层').click();
  await room.getByLabel('几个百分点').check();
  const before = (await chromium.reports('run-ended')).length;
  await room.getByRole('button', { name: '看结果' }).click();
  await chromium.waitForReports('run-ended', before + 2);
  await room.getByText('和你预测的一样。').waitFor();
  expect(await room.locator('li').count()).toBe(2);
  const [softmax, hidden] = (await chromium.reports('epoch'))
    .filter(({ record }) => record.epoch === 6)
    .slice(-2)
    .map(({ record }) => record.valAccuracy!);
  expect(hidden! - softmax!).toBeGreaterThan(0.005);
  expect(hidden! - softmax!).toBeLessThan(0.08);
  await page.setViewportSize({ width: 380, height: 800 });
  await chromium.waitForRest();
  // Above the stage there too.
  const topOf = (selector: string): Promise<number> =>
    page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
  expect(await topOf('.lessons')).toBeLessThan(await topOf('.drawing'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await chromium.screenshot('narrow-chinese-lesson', false);
  await chromium.expectAccessible();
});
