import { beforeAll, describe, expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

test('a learning rate typed during a run holds at Enter, not at each keystroke; Escape brings the old one back', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=mlp-128&epochs=500&images=20000`);
  const rate = page.getByLabel('Learning rate');
  await chromium.train();
  await chromium.waitForReports('epoch', 1);
  await rate.fill('');
  // Through a rate of 5.
  await rate.pressSequentially('5e-4', { delay: 60 });
  await page.keyboard.press('Escape');
  expect(await rate.inputValue()).toBe('0.001');
  await rate.fill('');
  await rate.pressSequentially('5e-4', { delay: 60 });
  await page.keyboard.press('Enter');
  await chromium.waitForReports('rate-set');
  await rate.press('Tab');
  const set = (await chromium.reports('rate-set')).map(({ change }) => change.learningRate);
  expect(set).toEqual([5e-4]);
  await page.getByRole('button', { name: 'Reset' }).click();
  await chromium.waitForReports('run-ended');
  const rates = (await chromium.reports('epoch')).map(({ record }) => record.learningRate);
  expect([...new Set(rates)].filter((each) => each !== 0.001 && each !== 5e-4)).toEqual([]);
});

describe('a setting', () => {
  beforeAll(async () => {
    await chromium.open(`${server.url}?preset=mlp-128`);
  });

  test.each([
    ['Hidden layers', '64,32', 'hidden=64%2C32'],
    ['Learning rate', '0.25', 'learning-rate=0.25'],
    ['Batch size', '100', 'batch-size=100'],
    ['Epochs', '15', 'epochs=15'],
    ['Seed', '2026', 'seed=2026'],
  ])('%s holds when the box is left, no sooner', async (label, typed, parameter) => {
    const { page } = chromium;
    const before = page.url();
    const box = page.getByLabel(label, { exact: true });
    await box.fill('');
    await box.pressSequentially(typed);
    expect(page.url()).toBe(before);
    await page.keyboard.press('Escape');
    expect(await box.inputValue()).not.toBe(typed);
    await box.fill(typed);
    await page.getByRole('heading', { name: 'Settings' }).click();
    await page.waitForURL((url) => decodeURIComponent(url.search).includes(decodeURIComponent(parameter)));
  });

  test('that is invalid is refused, changes nothing, and goes when the box is left', async () => {
    const { page } = chromium;
    const before = page.url();
    const epochs = page.getByLabel('Epochs', { exact: true });
    const held = await epochs.inputValue();
    await epochs.fill('0');
    await page.keyboard.press('Enter');
    await page.getByText('1 to 500').waitFor();
    expect(page.url()).toBe(before);
    await epochs.press('Tab');
    expect(await epochs.inputValue()).toBe(held);
    expect(page.url()).toBe(before);
  });
});
