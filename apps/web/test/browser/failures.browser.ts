import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Chromium } from './browser.ts';
import { killWorker } from './kill-worker.ts';
import { type DataBehaviour, serve, type Server } from './serve.ts';

let server: Server;
let chromium: Chromium;

beforeAll(async () => {
  server = await serve();
  chromium = await Chromium.start();
});

afterAll(async () => {
  await chromium.close();
  await server.close();
});

afterEach(() => {
  server.data = 'whole';
  // A browser logs a 404 by itself.
  chromium.expectNoComplaints(/Failed to load resource: the server responded with a status of 404/);
});

describe('data that fails', () => {
  test.each<[DataBehaviour, string]>([
    ['missing', 'The pictures could not be downloaded.'],
    ['garbage', 'The pictures arrived, but they are not what they should be.'],
    ['half', 'The pictures arrived, but they are not what they should be.'],
  ])('(%s) is said, and a retry helps', async (behaviour, said) => {
    const { page } = chromium;
    // The data of the test before.
    await page.goto(`${server.url}icon.svg`);
    await chromium.forgetKept();
    server.data = behaviour;
    await page.goto(server.url);
    await page.getByRole('alert').getByText(said).waitFor();
    await chromium.screenshot(`desktop-light-data-${behaviour}`, false);
    await chromium.expectAccessible();
    expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
    server.data = 'whole';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('60,000 pictures to learn from').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Train', exact: true }).isEnabled()).toBe(true);
  });

  test('that has not arrived is stood in for: the page shows the pictures that it will show', async () => {
    const { page } = chromium;
    await page.goto(`${server.url}icon.svg`);
    await chromium.forgetKept();
    server.data = 'stalled';
    await page.goto(server.url);
    await page.locator('.first-picture').waitFor();
    await page.locator('.classes .placeholder').first().waitFor({ state: 'attached' });
    await chromium.screenshot('desktop-light-first-pictures');
    const standIns = await page.evaluate(shownInstead);
    server.data = 'whole';
    await chromium.waitForData();
    expect(await page.locator('.first-picture, .placeholder').count()).toBe(0);
    expect(standIns).toEqual(await page.evaluate(shown));
  });

  test('that is slow: training starts on the first images, validated on some of them, and its link repeats it on all data', async () => {
    const { page } = chromium;
    await chromium.forgetKept();
    server.data = 'held';
    await page.goto(`${server.url}?preset=softmax&epochs=2`);
    const early = page.getByRole('button', { name: 'Train on 3,000' });
    await early.waitFor();
    await chromium.screenshot('desktop-light-loading', false);
    await early.click();
    await chromium.waitForReports('run-ended');
    const [started] = await chromium.reports('run-started');
    expect(started?.recipe.settings).toMatchObject({ limit: 3000, validation: 'held-out' });
    const losses = async (): Promise<unknown[]> =>
      (await chromium.reports('epoch')).map(({ record }) => [record.loss, record.valLoss]);
    const first = await losses();
    expect(await page.locator('.stats .strong dt').textContent()).toBe('Validation accuracy');
    expect(await chromium.reports('evaluation')).toEqual([]);
    server.data = 'whole';
    // It is measured as soon as the test images are here.
    await chromium.waitForReports('evaluation');
    await page.getByText('60,000 pictures to learn from').waitFor();
    await page.getByRole('button', { name: 'Train again' }).waitFor();
    await chromium.open(`${server.url}?preset=softmax&epochs=2&validation=held-out&images=3000`);
    await chromium.trainToEnd();
    expect(await losses()).toEqual(first);
  });

  test('is whole though the server names its encoding, and under any path', async () => {
    const deep = await serve({ path: '/a/deep/path/' });
    deep.data = 'encoded';
    await chromium.open(`${deep.url}?preset=softmax&epochs=1&images=1000`);
    await chromium.trainToEnd();
    expect((await chromium.reports('run-ended'))[0]?.ending.status).toBe('completed');
    await chromium.leave();
    await deep.close();
  });
});

describe('a worker that fails', () => {
  test('is noticed when it dies; the run so far is kept and goes on predicting in a new one', async () => {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=mlp-32&epochs=200`);
    await chromium.train();
    await chromium.waitForReports('saved-model');
    await chromium.waitForReports('epoch', 2);
    await killWorker(page);
    const epochs = (await chromium.reports('epoch')).length;
    expect(await page.textContent('.runs tbody tr:last-child')).toContain(`${epochs}`);
    expect(await page.textContent('.runs tbody tr:last-child')).toContain('interrupted');
    // No worker could.
    const more = page.locator('.runs tbody tr:last-child').getByRole('button', { name: /^Continue to/ });
    expect(await more.isDisabled()).toBe(true);
    await chromium.screenshot('desktop-light-worker-dead');
    await chromium.expectAccessible();

    const evaluations = (await chromium.reports('evaluation')).length;
    await page.getByRole('button', { name: 'Restart the worker' }).click();
    await chromium.waitForReports('evaluation', evaluations + 1);
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    expect(await page.getByRole('button', { name: 'Download the model' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Train again' }).click();
    await chromium.waitForReports('epoch', epochs + 1);
    await page.getByRole('button', { name: 'Reset' }).click();
  });

  test('says that the browser has no SIMD', async () => {
    const plain = await serve({ beforeWorker: 'WebAssembly.validate = () => false;\n' });
    await chromium.page.goto(plain.url);
    await chromium.page.getByRole('alert').getByText('no WebAssembly SIMD').waitFor();
    expect(await chromium.page.locator('button.primary').isDisabled()).toBe(true);
    await chromium.screenshot('desktop-light-no-simd', false);
    await chromium.leave();
    await plain.close();
  });
});

test('threads that do not start are not waited for: the page says so, and trains with one', async () => {
  const mute = await serve({ beforeWorker: noThreads });
  await chromium.open(`${mute.url}?preset=softmax&epochs=1&images=1000`);
  await chromium.page.getByText('More threads have not started').waitFor();
  await chromium.trainToEnd();
  expect((await chromium.reports('run-ended'))[0]?.ending.status).toBe('completed');
  expect(await chromium.page.locator('.engine').textContent()).toContain('one thread');
  await chromium.leave();
  await mute.close();
});

test('a browser that forbids all storage trains all the same', async () => {
  const strict = await serve({ beforeWorker: `(${forbidStorage.toString()})();\n` });
  const page = await chromium.context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.addInitScript(forbidStorage);
  await page.goto(`${strict.url}?preset=softmax&epochs=1&images=1000`);
  await page.getByText('60,000 pictures to learn from').waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Train again' }).waitFor();
  await page.locator('.panel-runs').getByText('did not store the last run').waitFor();
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect(errors).toEqual([]);
  await page.close();
  await strict.close();
});

test('a worker that does not start is told of, and can be restarted', async () => {
  const stuck = await serve({ beforeWorker: 'await new Promise(() => {});\n' });
  const page = await chromium.context.newPage();
  await page.addInitScript(() => {
    const later = window.setTimeout;
    // The page's patience with it, 30 s, cut short.
    Object.assign(window, {
      setTimeout: (call: () => void, milliseconds?: number) =>
        later(call, milliseconds === 30_000 ? 0 : milliseconds),
    });
  });
  await page.goto(stuck.url);
  await page.getByText('has not started within half a minute').waitFor();
  const [first] = page.workers();
  const [second] = await Promise.all([
    page.waitForEvent('worker'),
    page.getByRole('button', { name: 'Restart the worker' }).click(),
  ]);
  expect(second).not.toBe(first);
  await page.close();
  await stuck.close();
});

/** Threads that never answer, and the page's patience with them, 10 s, cut short. */
const noThreads = `
self.Worker = class extends EventTarget { postMessage() {} terminate() {} };
const later = self.setTimeout;
self.setTimeout = (call, milliseconds) => later(call, milliseconds === 10_000 ? 0 : milliseconds);
`;

/** Runs in the page and in the worker: what they do in a browser that stores nothing, as some do when cookies are blocked. */
function forbidStorage(): void {
  const forbidden = (): never => {
    throw new DOMException('Access is denied', 'SecurityError');
  };
  const refused = async (): Promise<never> => forbidden();
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(globalThis, name, { get: forbidden });
  }
  IDBFactory.prototype.open = forbidden;
  CacheStorage.prototype.open = refused;
  LockManager.prototype.request = refused;
  LockManager.prototype.query = refused;
}

/** Runs in the page: how dark the pictures are that stand in for those of the data. */
async function shownInstead(): Promise<number[][]> {
  const inkOf = async (selector: string): Promise<number[]> => {
    const element = document.querySelector(selector);
    const [, url = ''] = /url\("(.*)"\)/.exec(element ? getComputedStyle(element).backgroundImage : '') ?? [];
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return Array.from({ length: data.length / 4 }, (_, pixel) => data[4 * pixel + 3]!);
  };
  return [await inkOf('.first-picture'), await inkOf('.classes .placeholder')];
}

/** Runs in the page: how dark the pictures of the data are, those of the classes side by side. */
function shown(): number[][] {
  const inkOf = (selector: string): number[] => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>(selector)];
    const side = canvases[0]!.height;
    const context = new OffscreenCanvas(side * canvases.length, side).getContext('2d')!;
    for (const [place, canvas] of canvases.entries()) context.drawImage(canvas, place * side, 0);
    const { data } = context.getImageData(0, 0, side * canvases.length, side);
    return Array.from({ length: data.length / 4 }, (_, pixel) => data[4 * pixel + 3]!);
  };
  return [inkOf('.drawing canvas'), inkOf('.classes canvas')];
}
