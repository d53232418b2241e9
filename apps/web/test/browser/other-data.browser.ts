import { createModel, presetRecipe, presets } from '@atelier/presets';
import { exampleRecord } from '@atelier/runs/record';
import { serializeModel, useWasmBackend } from '@atelier/training';
import { expect, test } from 'vitest';
import { fileHashes } from '../../src/worker/load-data.ts';
import { chromium, server } from './served-page.ts';

const fashion = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

type FilePayload = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** The files of a run that was trained on some data, as the command line writes them. */
async function runFiles(dataset?: {
  readonly classNames: readonly string[];
  readonly hashes: Readonly<Record<string, string>>;
}): Promise<FilePayload[]> {
  await useWasmBackend();
  const classes = dataset?.classNames.length ?? 10;
  const model = createModel('softmax', { inputShape: [28, 28, 1], classes });
  const { modelJson, weights } = await serializeModel(model);
  const file = (name: string, content: string | Uint8Array): FilePayload => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  });
  const record = {
    ...exampleRecord,
    config: presetRecipe(presets.softmax),
    dataset: { ...exampleRecord.dataset, name: 'mine', ...dataset },
    history: [
      {
        epoch: 1,
        loss: 0.3,
        accuracy: 0.9,
        valLoss: 0.3,
        valAccuracy: 0.91,
        seconds: 1,
        learningRate: 0.001,
      },
    ],
  };
  return [
    file('model.json', modelJson),
    file('weights.bin', weights),
    ...(dataset ? [file('run.json', JSON.stringify(record))] : []),
  ];
}

test.each([
  ['ten classes', digits],
  ['five classes', digits.slice(0, 5)],
])(
  'a run of other data, of %s, is shown with its own names, and without test results',
  async (_, classNames) => {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=mlp-32&epochs=9&images=2000`);
    const address = page.url();
    const files = await runFiles({ classNames, hashes: { train: 'aa', test: 'bb' } });
    await page.getByLabel('Open files…').setInputFiles(files);
    await page.getByText('It was trained on data other than this page’s').waitFor();
    await page.waitForSelector('.templates canvas');
    await page.getByRole('application').press('Shift+ArrowDown');
    await page.locator('.answer-line').getByText('%').waitFor();
    const shown = async (selector: string): Promise<string[]> =>
      (await page.locator(selector).allTextContents()).filter((name) => name !== '');
    await chromium.waitForRest();
    expect(await shown('.templates .class-name')).toEqual(classNames);
    expect(await shown('.probabilities .bar-name')).toEqual(classNames);
    expect(await page.locator('.confusion, .predictions, .mistakes').count()).toBe(0);
    expect(await page.getByText('trained on other data (mine)').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Test picture' }).isDisabled()).toBe(true);
    // No link repeats it.
    expect(await page.getByRole('button', { name: 'Copy the link to this run' }).isDisabled()).toBe(true);
    expect(page.url()).toBe(address);
    expect(await page.textContent('.stats .strong dd')).toBe('91.0%');
    const opened = (await chromium.reports('weights')).at(-1)?.run;
    for (const type of ['evaluation', 'predictions'] as const) {
      expect((await chromium.reports(type)).filter(({ run }) => run === opened)).toEqual([]);
    }
    await chromium.screenshot(`desktop-light-other-data-${classNames.length}`);
    await chromium.expectAccessible();

    // It is what it was after a reload, and in Chinese.
    await chromium.waitForStored();
    await page.reload();
    await page.waitForSelector('.templates canvas');
    await page.locator('.classes canvas').first().waitFor({ state: 'attached' });
    expect(await shown('.templates .class-name')).toEqual(classNames);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('这次训练用的是别的数据（mine）').waitFor();
    expect(await shown('.templates .class-name')).toEqual(classNames);
    expect((await shown('.classes .class-name'))[1]).toBe('裤子');
    await page.getByRole('button', { name: 'English' }).click();

    // A run of the page's own data takes its place whole.
    await chromium.trainToEnd();
    await page.waitForSelector('.confusion td.right');
    await page.locator('.probabilities .bar-name').getByText('Trouser').first().waitFor();
    expect(await page.getByText('trained on other data').count()).toBe(0);
  },
);

test('a run of the page’s data, by its files, is tested on the page’s pictures; of a model alone it is said that nothing is known', async () => {
  const { page } = chromium;
  await chromium.open(server.url);
  await page
    .getByLabel('Open files…')
    .setInputFiles(await runFiles({ classNames: fashion, hashes: fileHashes() }));
  await page.getByText('Opened softmax.').waitFor();
  await page.waitForSelector('.confusion td');
  await page.waitForSelector('.predictions canvas');
  expect(await page.getByText('other data').count()).toBe(0);
  await page.getByLabel('Open files…').setInputFiles(await runFiles());
  await page.getByText('What it was trained on is unknown').waitFor();
  expect(await page.getByRole('button', { name: 'Export as ONNX' }).isDisabled()).toBe(true);
  expect(await page.getByText('open it together with its run.json').isVisible()).toBe(true);
});
