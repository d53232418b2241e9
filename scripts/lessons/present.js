import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experiments, ResultFolder } from '../../packages/experiments/dist/index.js';
import { imageGrid, renderSvg, themeVariables } from '../../packages/plotting/dist/index.js';
import { loadDataset } from '../../packages/datasets/dist/index.js';
import { translateCell, translateFigure, translateHeading, untranslated } from './chinese.js';

/** Figures and pages in `docs`, from the folders of results. An experiment without results stays as it is. */
export async function present(root, results) {
  const pages = {
    en: join(root, 'docs/lessons.md'),
    zh: join(root, 'docs/lessons.zh-CN.md'),
  };
  const texts = { en: readFileSync(pages.en, 'utf8'), zh: readFileSync(pages.zh, 'utf8') };
  const figures = join(root, 'docs/lessons');
  mkdirSync(figures, { recursive: true });
  const shown = new Set(
    Object.values(texts).flatMap((text) =>
      Array.from(text.matchAll(/\(lessons\/([a-z0-9.-]+)\.svg\)/g), ([, file]) => file),
    ),
  );
  const draw = async (name, figure) => {
    if (shown.has(name))
      writeFileSync(join(figures, `${name}.svg`), themed(await renderSvg(figure, { theme: 'auto' })));
    const chinese = `${name}.zh`;
    if (shown.has(chinese)) {
      const svg = await renderSvg(translateFigure(figure), { theme: 'auto' });
      writeFileSync(join(figures, `${chinese}.svg`), themed(svg));
    }
  };

  await draw('data-classes', await classesFigure());
  const lessons = new Map();
  for (const experiment of experiments) {
    const folder = join(results, experiment.name);
    if (!existsSync(join(folder, 'results.jsonl'))) continue;
    const { manifest, results: found } = ResultFolder.read(folder);
    const { options } = manifest;
    if (!experiment.plan(options, found).every((trial) => found.has(trial))) continue;
    const presentation = experiment.present(options, found);
    for (const [name, figure] of Object.entries(presentation.figures)) {
      await draw(`${experiment.name}-${name}`, figure);
    }
    const decisions = experiment.decisions?.(options, found) ?? [];
    lessons.set(experiment.name, { ...presentation, decisions, options });
  }

  const stale = [];
  writeFileSync(
    pages.en,
    filled(texts.en, ({ table, options, ...told }) => [
      caption(options),
      '',
      tableText(table),
      '',
      ...notes(told),
    ]),
  );
  writeFileSync(
    pages.zh,
    filled(texts.zh, ({ table, options, ...told }, name, found) => {
      const hash = hashOf(notes(told));
      if (found !== hash) stale.push(`${name} (${hash})`);
      return [chineseCaption(options), '', tableText(table, translateHeading, translateCell)];
    }),
  );
  const problems = [
    ...(stale.length > 0 ? [`docs/lessons.zh-CN.md: check what is said of ${stale.join(', ')}`] : []),
    ...(untranslated.size > 0 ? [`scripts/lessons/chinese.js lacks: ${[...untranslated].join(' | ')}`] : []),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;

  /** Fills what stands between `<!-- lesson NAME -->` and `<!-- end -->`; a hash after the name is that of what is told. */
  function filled(text, linesOf) {
    return text.replaceAll(
      /(<!-- lesson ([a-z-]+)(?: ([0-9a-f]+))? -->\n)[\s\S]*?(<!-- end -->)/g,
      (whole, begin, name, hash, end) => {
        const lesson = lessons.get(name);
        return lesson ? `${begin}\n${linesOf(lesson, name, hash).join('\n')}\n\n${end}` : whole;
      },
    );
  }
}

/** The first two test images of each class. */
async function classesFigure() {
  const { test, classNames } = await loadDataset('fashion-mnist');
  const size = test.height * test.width;
  const byClass = classNames.map((_, label) =>
    Array.from(test.labels.keys()).filter((index) => test.labels[index] === label),
  );
  const chosen = [0, 1].flatMap((row) => byClass.map((indices) => indices[row]));
  const pixels = Uint8Array.from(
    chosen.flatMap((index) => [...test.images.subarray(index * size, (index + 1) * size)]),
  );
  return imageGrid({
    title: 'Fashion-MNIST: ten classes',
    subtitle: 'the first two test images of each',
    images: { pixels, height: test.height, width: test.width, channels: 1 },
    classNames,
    captions: chosen.map((index) => ({ label: test.labels[index] })),
    columns: 5,
  });
}

/** A figure in the colours of the reader's system, light or dark, on a ground of its own. */
function themed(svg) {
  const style = `<style>:root{${themeVariables('light')} background:#ffffff} @media (prefers-color-scheme: dark){:root{${themeVariables('dark')} background:#14171b}}</style>`;
  return svg.replace(/^(<svg[^>]*>)/, `$1${style}`);
}

function caption({ epochs, seeds, limit }) {
  const all = limit === 60_000 ? 'all 60,000' : `the first ${limit.toLocaleString('en-US')}`;
  return `_Run with ${epochs === 1 ? 'one epoch' : `${epochs} epochs`}, ${seeds === 1 ? 'one seed' : `${seeds} seeds`} and ${all} training images._`;
}

function chineseCaption({ epochs, seeds, limit }) {
  const all = limit === 60_000 ? '全部 60,000 张' : `前 ${limit.toLocaleString('en-US')} 张`;
  return `_本次运行：${epochs} 轮，${seeds} 个随机种子，${all}训练图片。_`;
}

/** What a translated reading must agree with: sentences and signs, but not the digits. */
function hashOf(lines) {
  const skeleton = JSON.stringify(lines).replaceAll(/\d[\d.,]*(e-?\d+)?/g, '#');
  return createHash('sha256').update(skeleton).digest('hex').slice(0, 8);
}

function tableText({ columns, rows }, heading = (label) => label, cellOf = String) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ label }) => heading(label))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => cellOf(String(cell))))),
  ].join('\n');
}

/** The decisions of an adaptive experiment as a list, then the reading as a quotation. */
function notes({ decisions, reading }) {
  const list = decisions.map((text, index) => `${index + 1}. ${text}`);
  return [
    ...list,
    ...(list.length > 0 ? [''] : []),
    ...reading.flatMap((text) => [`> ${text}`, '>']).slice(0, -1),
  ];
}
