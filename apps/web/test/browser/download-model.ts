import { readFileSync } from 'node:fs';
import type { Download } from 'playwright-core';
import type { Chromium } from './browser.ts';

/** The files that the download button saves, of the model that is shown. */
export async function downloadModel({ page }: Chromium): Promise<{ modelJson: string; weights: Uint8Array }> {
  const file = async (name: string): Promise<Buffer> => {
    const predicate = (download: Download): boolean => download.suggestedFilename() === name;
    return readFileSync(await (await page.waitForEvent('download', { predicate })).path());
  };
  const files = Promise.all([file('model.json'), file('weights.bin')]);
  await page.getByRole('button', { name: 'Download the model' }).click();
  const [model, weights] = await files;
  return { modelJson: model.toString(), weights: Uint8Array.from(weights) };
}
