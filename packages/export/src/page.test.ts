import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelOf } from '../test/example-models.ts';
import { hostileNames } from '../test/hostile-names.ts';
import { page } from './page.ts';

const model = {
  ...modelOf(
    '</title><h1>',
    [['Flatten'], ['Dense', { units: hostileNames.length, activation: 'softmax' }]],
    hostileNames,
    [9, 8, 1],
  ),
  training: { dataset: '<b>&"\u202E', images: 60_000, testAccuracy: 0.875 },
};

async function html(): Promise<string> {
  return String((await page.write(model, 'page.html', {}))['page.html']);
}

/** Where `scripts/check-exports.js` wants the page for Chromium. */
const wanted = process.env['ATELIER_EXPORTS_FOLDER'];

test('a page has one script and one style, by their hashes the only ones that may run', async () => {
  const text = await html();
  if (wanted !== undefined) {
    writeFileSync(join(wanted, 'page.html'), text);
    writeFileSync(join(wanted, 'page.names'), JSON.stringify(hostileNames));
  }
  const contents = (tag: string): string[] =>
    [...text.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(
      ([, content = '']) => content,
    );
  const hash = (content = ''): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  const [script, ...otherScripts] = contents('script');
  const [style, ...otherStyles] = contents('style');
  expect([otherScripts, otherStyles]).toEqual([[], []]);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
  expect(policy.split('; ').slice(0, 3)).toEqual([
    `default-src 'none'`,
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
  ]);
});

test('a page asks nothing of the network, and shows names as text', async () => {
  const text = await html();
  expect(text).not.toMatch(/https?:/);
  expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  expect(text).not.toMatch(/<(img|h1><h1|b>)/);
  expect(text).toContain('<title>&lt;/title&gt;&lt;h1&gt;</title>');
  expect(text).toContain('trained on 60,000 images of &lt;b&gt;&amp;&quot;\uFFFD; 87.50% of the test images');
});

test('a page is for pictures of 1 or 3 channels', async () => {
  const two = modelOf('two channels', [['Flatten'], ['Dense', { units: 3 }]], undefined, [9, 8, 2]);
  await expect(page.write(two, 'page.html', {})).rejects.toThrow(
    '1 channel or 3; this model takes 9 x 8 x 2',
  );
});
