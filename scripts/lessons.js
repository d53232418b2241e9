// Runs every experiment on the full data set (what is done already is skipped) and brings the lessons up to date: their figures,
// their tables and, in English, their readings. The Chinese readings are written by hand; this says which have to be again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const atelier = join(root, 'apps/cli/bin/atelier.js');
const results = resolve(process.argv[2] ?? join(root, 'experiments'));
const figures = join(root, 'docs/lessons');

/** What table headings are in Chinese. */
const chinese = {
  optimizer: '优化器',
  'learning rate': '学习率',
  'training loss': '训练损失',
  'validation accuracy': '验证准确率',
  'training accuracy': '训练准确率',
  'test accuracy': '测试准确率',
  verdict: '判断',
  'suggested rate': '建议的学习率',
  'rate of the lowest loss': '损失最低处的学习率',
  'lowest loss': '最低损失',
  'rate of divergence': '发散处的学习率',
  'default rate': '默认学习率',
  'best rate': '最佳学习率',
  'validation accuracy at best': '最佳时的验证准确率',
  'hidden layers': '隐藏层',
  parameters: '参数量',
  gap: '差距',
  remedy: '办法',
  'training images': '训练图片数',
  'dropout rate': '丢弃率',
  network: '网络',
  epochs: '轮数',
  epoch: '轮',
  part: '部分',
  augmentation: '数据增强',
  phase: '阶段',
  kept: '保留',
  layer: '层',
  'weights compared': '比较的权重数',
  'largest relative difference': '最大相对误差',
  'size of the gradient (rms)': '梯度大小（均方根）',
  'difference at twice the rate': '学习率加倍时的差',
  'difference at the same rate': '学习率相同时的差',
  'accuracy, softmax': '准确率，softmax',
  'accuracy, sigmoid at twice the rate': '准确率，学习率加倍的 sigmoid',
};

/** What cells are in Chinese: whole ones, and parts of them. */
const chineseCells = [
  [/^too small$/, '太小'],
  [/^too large$/, '太大'],
  [/^right$/, '合适'],
  [/^divergent$/, '发散'],
  [/^grow$/, '做大'],
  [/^grow again$/, '再做大'],
  [/^restrain$/, '约束'],
  [/^yes$/, '是'],
  [/^no$/, '否'],
  [/^none$/, '无'],
  [/^augmentation$/, '数据增强'],
  [/^dropout, L2, augmentation$/, 'dropout、L2、数据增强'],
  [/^five times the data$/, '五倍的数据'],
  [/^all four$/, '四种并用'],
  [/^all three$/, '三种并用'],
  [/^shift 1$/, '平移 1'],
  [/^flip$/, '翻转'],
  [/^erase 8$/, '擦去 8×8'],
  [/^fold (\d+)$/, '第 $1 折'],
  [/^mean of the folds$/, '各折的平均'],
  [/^trained on all$/, '用全部图片训练'],
  [/^single (\d+)$/, '单个 $1'],
  [/^mean of (\d+)$/, '$1 个的平均'],
  [/^vote of (\d+)$/, '$1 个的投票'],
  [/^one with dropout (.*)$/, '一个，dropout $1'],
  [/^hidden (\d+) kernel$/, '隐藏层 $1 的权重'],
  [/^hidden (\d+) bias$/, '隐藏层 $1 的偏置'],
  [/^output kernel$/, '输出层的权重'],
  [/^output bias$/, '输出层的偏置'],
  [/, shift 1, flip$/, '，平移 1，翻转'],
  [/, dropout /, '，dropout '],
  [/^(-?[\d.]+) points?$/, '$1 个百分点'],
];

const names = JSON.parse(run('experiment', 'list', '--json')).map(({ name }) => name);
mkdirSync(figures, { recursive: true });
const lessons = new Map();
const page = readFileSync(join(root, 'docs/lessons.md'), 'utf8');
const shown = new Set(Array.from(page.matchAll(/\(lessons\/([a-z-]+\.svg)\)/g), ([, file]) => file));
for (const name of names) {
  const folder = join(results, name);
  process.stdout.write(`${name}\n`);
  run('experiment', name, '--out', folder, '--quiet');
  const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  for (const file of readdirSync(join(folder, 'figures'))) {
    if (shown.has(`${name}-${file}`))
      copyFileSync(join(folder, 'figures', file), join(figures, `${name}-${file}`));
  }
  lessons.set(name, summary);
}

const stale = [];
update('docs/lessons.md', (summary) => [table(summary), '', ...notes(summary)]);
update('docs/lessons.zh-CN.md', (summary, found) => {
  const hash = createHash('sha256')
    .update(JSON.stringify(notes(summary)))
    .digest('hex')
    .slice(0, 8);
  if (found !== hash) stale.push(`${summary.experiment} (its reading is ${hash} now)`);
  const cellOf = (cell) =>
    chineseCells.reduce((text, [pattern, translated]) => text.replace(pattern, translated), String(cell));
  return [table(summary, (label) => chinese[label] ?? label, cellOf)];
});
if (stale.length > 0) {
  process.stderr.write(`docs/lessons.zh-CN.md: write the reading again of ${stale.join(', ')}\n`);
  process.exitCode = 1;
}

/** Fills what stands between `<!-- lesson NAME -->` and `<!-- end -->`; a hash after the name is that of a translated reading. */
function update(file, linesOf) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const filled = text.replaceAll(
    /(<!-- lesson ([a-z-]+)(?: ([0-9a-f]+))? -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin, name, hash, end) => `${begin}\n${linesOf(lessons.get(name), hash).join('\n')}\n\n${end}`,
  );
  writeFileSync(path, filled);
}

function table({ table: { columns, rows } }, translate = (label) => label, cellOf = String) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ label }) => translate(label))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cellOf))),
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

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [atelier, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`atelier ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}
