import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { madeReport } from '../../test/made-report.ts';
import { lossCurves, report } from '../index.ts';
import { htmlPage } from './html-page.ts';

const html = await report(madeReport());
const { document } = parseHTML(html);
const textOf = (selector: string): (string | null)[] =>
  [...document.querySelectorAll(selector)].map((node) => node.textContent);

describe('report', () => {
  test('opens offline: nothing runs and nothing is fetched', () => {
    expect(
      document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content'),
    ).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(document.querySelectorAll('script, link, iframe, object, embed')).toHaveLength(0);
    // The only addresses are the name of SVG itself and pictures in the file.
    expect(new Set(html.match(/https?:\/\/[^"' ]+/g))).toEqual(new Set(['http://www.w3.org/2000/svg']));
    expect(html).not.toMatch(/url\(|@import/);
    for (const picture of document.querySelectorAll('img')) {
      expect(picture.getAttribute('src')).toMatch(/^data:image\/png;base64,/);
    }
  });

  test('shows names that would turn the rest of their line around without doing so', async () => {
    const shown = await report({ ...madeReport(), title: 'a\u202Eb on \u2067c' });
    expect(shown).toContain('<h1>a\uFFFDb on \uFFFDc</h1>');
  });

  test('shows the interval of the accuracy beside it', async () => {
    const interval = [0.8691, 0.882] as const;
    const shown = await report({ ...madeReport(), test: { loss: 0.4, accuracy: 0.8757, interval } });
    expect(shown).toContain('test accuracy (95% interval 86.9% to 88.2%)');
  });

  test('shows how far probabilities can be taken at their word', async () => {
    const bins = [{ count: 10, confidence: 0.9, accuracy: 0.8 }];
    const shown = await report({ ...madeReport(), calibration: { error: 0.1, bins } });
    expect(shown).toContain('Calibration');
    expect(shown).toContain('probabilities are off by 10.0% on average');
    expect(html).not.toContain('Calibration');
  });

  test('begins with the test accuracy', () => {
    expect(textOf('h1')).toEqual(['mlp-32 on fashion-mnist']);
    expect(textOf('.headline dd').slice(0, 3)).toEqual(['87.3%', '0.3612', '30']);
    expect(textOf('.headline dt')).toEqual(['test accuracy', 'test loss', 'epochs', 'in training']);
  });

  test('holds the configuration in its order, the data, timings and versions', () => {
    const facts = [...document.querySelectorAll('.facts div')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(facts.slice(0, 3)).toEqual([
      ['preset', 'mlp-32'],
      ['optimizer', 'adam'],
      ['learning rate', '0.001'],
    ]);
    expect(facts).toContainEqual(['training images', '60,000']);
    expect(facts).toContainEqual(['training', '19.2 s']);
    expect(facts).toContainEqual(['node', '20.20.2']);
  });

  test('holds every class and every epoch in tables', () => {
    const [classes, history] = document.querySelectorAll('table');
    const rows = [...(classes?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toHaveLength(10);
    expect(rows[0]).toEqual(['T-shirt/top', '91.4%', '94.2%', '92.8%', '1000']);
    expect(history?.closest('details')?.querySelector('summary')?.textContent).toBe(
      'All 30 epochs in numbers',
    );
    expect(history?.querySelectorAll('tbody tr')).toHaveLength(30);
    const [first] = madeReport().history;
    expect([...(history?.querySelector('tbody tr')?.children ?? [])].map((cell) => cell.textContent)).toEqual(
      [
        '1',
        ...[first?.loss, first?.accuracy, first?.valLoss, first?.valAccuracy].map((value) =>
          value?.toFixed(4),
        ),
        first?.seconds?.toFixed(2),
        '0.001',
      ],
    );
  });

  test('shows each mistake with what it is and the probability', () => {
    const tiles = document.querySelectorAll('.pictures li.wrong');
    expect(tiles).toHaveLength(24);
    expect([...(tiles[0]?.children ?? [])].slice(1).map((line) => line.textContent)).toEqual([
      '✗ Dress',
      'is T-shirt/top',
      '96.0%',
    ]);
  });

  test('draws figures in the page’s colours, for a wide window and for a telephone', () => {
    expect(document.querySelectorAll('.wide svg')).toHaveLength(3);
    expect(document.querySelectorAll('.narrow svg')).toHaveLength(3);
    const svg = document.querySelector('.wide svg')?.outerHTML ?? '';
    expect(svg).toContain('var(--figure-ink, #1c2024)');
    expect(html).toMatch(/@media \(prefers-color-scheme: dark\) \{ :root \{ --figure-surface: #14171b;/);
    expect(Number(document.querySelector('.narrow svg')?.getAttribute('width'))).toBeLessThanOrEqual(380);
  });

  test('is the same for the same run', async () => {
    expect(await report(madeReport())).toBe(html);
  });

  test('leaves out what a run does not have', async () => {
    const { document: short } = parseHTML(
      await report({
        title: 'stopped',
        notice: 'interrupted before the first epoch ended',
        dataset: { name: 'mnist' },
        config: [['seed', 1]],
        history: [],
        classNames: [],
      }),
    );
    expect([...short.querySelectorAll('h2')].map((node) => node.textContent)).toEqual(['Configuration']);
    expect(short.querySelector('.notice')?.textContent).toBe('interrupted before the first epoch ended');
    expect([...short.querySelectorAll('.headline dd')].map((node) => node.textContent)).toEqual(['0']);
  });
});

describe('htmlPage', () => {
  test('makes other pages of the same blocks', async () => {
    const { document: page } = parseHTML(
      await htmlPage({
        title: 'Learning rate',
        language: 'zh-CN',
        sections: [
          {
            heading: 'Reading',
            blocks: [
              { kind: 'text', text: 'Too large jumps over the minimum.' },
              { kind: 'figures', figures: [lossCurves([{ name: 'a', history: madeReport().history }])] },
              {
                kind: 'table',
                caption: 'Results',
                columns: [{ label: 'rate' }, { label: 'accuracy', numeric: true }],
                rows: [['0.1', 0.86]],
              },
            ],
          },
        ],
      }),
    );
    expect(page.documentElement.getAttribute('lang')).toBe('zh-CN');
    expect(page.querySelector('.wide svg')?.getAttribute('width')).toBe('640');
    expect(page.querySelector('td')?.outerHTML).toBe('<td class="number">0.86</td>');
  });
});
