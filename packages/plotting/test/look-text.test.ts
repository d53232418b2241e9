import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { renderText } from '../src/index.ts';
import { examples } from './examples.ts';
test('x', () => {
  let all = '';
  for (const [name, make] of Object.entries(examples)) {
    const figure = make();
    if (figure.kind !== 'line') continue;
    all += `=== ${name}\n${renderText(figure)}\n--- ascii\n${renderText(figure, { charset: 'ascii', height: 14, width: 60 })}\n`;
  }
  writeFileSync('/tmp/text.txt', all);
});
import { report } from '../src/index.ts';
import { madeReport } from './made-report.ts';
test('report', async () => {
  const t = performance.now();
  const html = await report(madeReport());
  writeFileSync('/tmp/report.html', html);
  writeFileSync('/tmp/report.txt', `${performance.now() - t} ${html.length}`);
});
