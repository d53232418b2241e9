import { parseHTML } from 'linkedom';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import {
  barFigure,
  confusionMatrix,
  type Figure,
  htmlPage,
  imageGrid,
  lineFigure,
  probabilityBars,
  renderSvg,
  report,
  type RunReport,
  weightImages,
} from '../src/index.ts';

/** Each would do harm, or break the file, if it were not shown as text. */
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]></style></svg></title></desc><!-- & &amp; &#x3c;',
  'javascript:alert(1) {{x}} ${x} var(--x)',
  'control \u0000\u0001\u0008\u000B\u001F\uFFFE and half a pair \uD800 end',
];

const image = { pixels: new Uint8Array(4), height: 2, width: 2, channels: 1 };

function figures(evil: string): Figure[] {
  const text = { title: evil, subtitle: evil, description: evil };
  return [
    lineFigure({
      ...text,
      x: { label: evil },
      y: { label: evil },
      series: [1, 2].map((value) => ({
        name: `${evil}${value}`,
        group: `${evil}${value}`,
        points: [[value, value]],
        mark: 'line-and-dots',
        pointLabels: [evil],
      })),
      rules: [{ axis: 'x', value: 1, label: evil }],
    }),
    barFigure({
      ...text,
      categories: [evil, evil],
      series: [1, 2].map((value) => ({ name: evil, values: [value, value] })),
      value: { label: evil },
      notes: [evil, undefined],
    }),
    confusionMatrix({
      ...text,
      classNames: [evil, evil],
      matrix: [
        [3, 1],
        [1, 3],
      ],
    }),
    imageGrid({
      ...text,
      images: image,
      classNames: [evil, evil],
      captions: [{ label: 0, predicted: 1, probability: 1 }],
    }),
    weightImages({ ...text, kernel: [1, 2, 3, 4], height: 2, width: 2, unitNames: [evil] }),
    probabilityBars({ ...text, classNames: [evil], probabilities: [1] }),
  ];
}

function runReport(evil: string): RunReport {
  return {
    title: evil,
    subtitle: evil,
    notice: evil,
    dataset: { name: evil, facts: [[evil, evil]] },
    config: [[evil, evil]],
    history: [{ epoch: 1, loss: 1, accuracy: 0 }],
    test: { loss: 1, accuracy: 0.5 },
    classNames: [evil, evil],
    confusion: [
      [3, 1],
      [1, 3],
    ],
    perClass: [{ className: evil, precision: 1, recall: 1, f1: 1, support: 1 }],
    mistakes: { images: image, captions: [{ label: 0, predicted: 1, probability: 1 }] },
    weights: { kernel: [1, 2, 3, 4], height: 2, width: 2, unitNames: [evil] },
    timings: [[evil, evil]],
    versions: [[evil, evil]],
  };
}

describe.each(hostile)('%j', (evil) => {
  test('is text in every figure, which stays well formed', async () => {
    for (const figure of figures(evil)) {
      const svg = await renderSvg(figure);
      // A strict XML parser refuses what is not well formed.
      expect(() => new Resvg(svg)).not.toThrow();
      expectHarmless(svg);
      expect(parseHTML(`<body>${svg}</body>`).document.querySelector('svg > title')?.textContent).toBe(
        readable(evil),
      );
    }
  });

  test('is text in every field of a report', async () => {
    const html = await report(runReport(evil));
    expectHarmless(html);
    const { document } = parseHTML(html);
    const texts = [...document.querySelectorAll('h1, h1 + p, .notice, dt, dd, th, .pictures b')].map(
      (node) => node.textContent,
    );
    // Title, subtitle, notice, four lists of facts, two classes' names in a table, and a mistake.
    expect(texts.filter((text) => text?.replace('✗ ', '') === readable(evil)).length).toBeGreaterThanOrEqual(
      13,
    );
  });

  test('is text in every field of a page', async () => {
    const html = await htmlPage({
      title: evil,
      subtitle: evil,
      language: evil,
      sections: [
        {
          heading: evil,
          blocks: [
            { kind: 'text', text: evil },
            { kind: 'headline', figures: [{ value: evil, label: evil }] },
            { kind: 'facts', title: evil, facts: [[evil, evil]] },
            {
              kind: 'details',
              summary: evil,
              blocks: [{ kind: 'table', caption: evil, columns: [{ label: evil }], rows: [[evil]] }],
            },
          ],
        },
      ],
    });
    expectHarmless(html);
    expect(parseHTML(html).document.documentElement.getAttribute('lang')).toBe(readable(evil));
  });
});

/** What the reader sees of it: characters that XML can't hold are replaced. */
function readable(evil: string): string {
  // oxlint-disable-next-line no-control-regex
  return evil.replace(/[\u0000-\u0008\u000B\u001F\uFFFE\uD800]/g, '\uFFFD');
}

function expectHarmless(markup: string): void {
  const { document } = parseHTML(markup.startsWith('<!') ? markup : `<!doctype html><body>${markup}</body>`);
  const elements = [...document.querySelectorAll('*')];
  expect(
    elements.filter(({ localName }) => ['script', 'iframe', 'object', 'link', 'a'].includes(localName)),
  ).toEqual([]);
  for (const { attributes, localName } of elements) {
    for (const { name, value } of attributes) {
      expect(name).not.toMatch(/^on/i);
      expect(name === 'src' || name === 'href' ? value : 'data:image/png;base64,').toMatch(
        /^data:image\/png;base64,/,
      );
    }
    expect(localName).toMatch(/^[a-z][a-z1-6]*$/i);
  }
}
