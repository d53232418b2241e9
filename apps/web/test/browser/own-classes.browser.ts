import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Chromium } from './browser.ts';
import { serve, type Server } from './serve.ts';

let server: Server;
let chromium: Chromium;
const folder = mkdtempSync(join(tmpdir(), 'atelier-own-classes-'));

beforeAll(async () => {
  server = await serve();
  chromium = await Chromium.start({ camera: true });
});

afterAll(async () => {
  await chromium.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  chromium.expectNoComplaints();
});

test('classes are made of camera pictures and drawings, learned in moments, and answer live', async () => {
  const { page } = chromium;
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (wanted) => {
      document.documentElement.dataset['cameraAsked'] = 'yes';
      return ask(wanted);
    };
  });
  await chromium.open(`${server.url}?preset=softmax`);
  await page.getByRole('button', { name: 'Make classes' }).click();
  const room = page.locator('.panel-classes');
  await room.getByLabel('Name of class 1').fill('camera');
  await room.getByLabel('Name of class 2').fill('drawing');
  await chromium.expectAccessible();
  // Nobody is asked for the camera before the user wants it.
  expect(await page.evaluate(() => document.documentElement.dataset['cameraAsked'])).toBeUndefined();
  await room.getByRole('button', { name: 'Use the camera' }).click();
  const take = room.getByRole('region', { name: 'camera' }).getByRole('button', { name: 'Hold to take' });
  await take.waitFor();
  for (let press = 1; press <= 12; press++) {
    await take.press('Enter');
    await room.getByText(press === 1 ? '1 example' : `${press} examples`, { exact: true }).waitFor();
  }
  await room.getByRole('button', { name: 'Camera off' }).click();

  await page.getByRole('button', { name: 'Clear' }).click();
  const pad = page.getByRole('application');
  const box = await pad.boundingBox();
  if (!box) throw new Error('the drawing area has no place');
  const addDrawing = room
    .getByRole('region', { name: 'drawing' })
    .getByRole('button', { name: 'Add the drawing' });
  await pad.scrollIntoViewIfNeeded();
  for (let place = 1; place <= 10; place++) {
    const at = await pad.boundingBox();
    if (!at) throw new Error('the drawing area has no place');
    await page.mouse.move(at.x + (place / 12) * at.width, at.y + 0.2 * at.height);
    await page.mouse.down();
    await page.mouse.move(at.x + (place / 12) * at.width, at.y + 0.8 * at.height, { steps: 3 });
    await page.mouse.up();
    await addDrawing.click();
    await pad.scrollIntoViewIfNeeded();
  }
  await room.getByText('10 examples').waitFor();

  await room.getByRole('button', { name: 'Train on these classes' }).click();
  await chromium.waitForReports('run-ended');
  const [info] = (await chromium.reports('data-ready')).filter(({ own }) => own);
  expect(info?.classNames).toEqual(['camera', 'drawing']);
  expect((await chromium.reports('epoch')).at(-1)?.record.accuracy).toBeGreaterThan(0.9);
  await room.getByRole('button', { name: 'Use the camera' }).click();
  await room.locator('.answer-line').getByText('camera, ').waitFor();
  await room.scrollIntoViewIfNeeded();
  await chromium.screenshot('desktop-light-own-classes', false);
  await chromium.expectAccessible();
  // It is unplugged.
  await room.locator('video').evaluate((video: HTMLVideoElement) => {
    const { srcObject } = video;
    if (srcObject instanceof MediaStream) srcObject.getTracks()[0]?.dispatchEvent(new Event('ended'));
  });
  await room.getByRole('alert').getByText('The camera is gone').waitFor();
  expect(await room.locator('video').count()).toBe(0);
});

test('the network that learned them is exported as a page of its own', async () => {
  const { page } = chromium;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.panel-classes').getByRole('button', { name: 'Export as a page' }).click(),
  ]);
  const path = join(folder, 'own-classes.html');
  await download.saveAs(path);
  const exported = readFileSync(path, 'utf8');
  expect(exported).toContain('"classNames":["camera","drawing"]');
  expect(exported).toMatch(/trained on \d+ images of own-classes/);
});

test('the examples are kept as a file, and opened again', async () => {
  const { page } = chromium;
  const room = page.locator('.panel-classes');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    room.getByRole('button', { name: 'Save the examples (ZIP)' }).click(),
  ]);
  const path = join(folder, 'own-classes.zip');
  await download.saveAs(path);
  await chromium.open(`${server.url}?preset=softmax`);
  await page.getByRole('button', { name: 'Make classes' }).click();
  await room.getByLabel('Open saved examples…').setInputFiles(path);
  await room.getByText('12 examples').waitFor();
  expect(await room.getByLabel('Name of class 2').inputValue()).toBe('drawing');
  await room.locator('.own-examples img').first().click();
  await room.getByText('11 examples').waitFor();
  const none = join(folder, 'none.zip');
  writeFileSync(none, 'no archive');
  await room.getByLabel('Open saved examples…').setInputFiles(none);
  await room.getByText('none.zip holds no examples').waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  await room.getByRole('button', { name: '用这些类别训练' }).waitFor();
  await page.setViewportSize({ width: 380, height: 800 });
  await page.getByRole('link', { name: '自己的类别' }).click();
  await chromium.waitForRest();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await chromium.screenshot('narrow-chinese-own-classes');
  await chromium.expectAccessible();
});
