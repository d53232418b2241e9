import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDataset } from '@atelier/datasets';
import { contestants } from './contestants.ts';
import { writeDataFolder } from './data-folder.ts';
import { thisMachine } from './machine.ts';
import { markdown } from './markdown.ts';
import { measureEpochs } from './measure-epochs.ts';
import { measureWhole } from './measure-whole.ts';
import type { BenchOptions } from './options.ts';
import type { Results, WorkloadResult } from './results.ts';
import { readScaling, scalingFigure } from './scaling.ts';
import { simdScript } from './simd-script.ts';
import { accuracyFigure, timeToAccuracy } from './time-to-accuracy.ts';
import { wholeCommands } from './whole-commands.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** One run: progress on stderr, the results as Markdown on stdout, and in files if requested or if the run is full. */
export async function bench(options: BenchOptions, command: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-bench-'));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  const interrupted = (): never => {
    clear();
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, interrupted);
  try {
    const results = await measure(options, command, folder);
    const page = markdown(results);
    process.stdout.write(`${page}\n`);
    writeFiles(options, results, page);
    if (results.scaling) writeFigure('scaling.svg', await scalingFigure(results.scaling));
    if (results.accuracy) writeFigure('time-to-accuracy.svg', await accuracyFigure(results.accuracy));
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    clear();
  }
}

async function measure(options: BenchOptions, command: string, folder: string): Promise<Results> {
  const { sections, rounds, wholeRounds, epochs, limit, python } = options;
  const chosen = ({ id }: { readonly id: string }): boolean =>
    options.only === undefined || options.only.some((name) => id.startsWith(name));
  const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);

  const machine = thisMachine();
  const date = new Date().toISOString();
  const dataset = await loadDataset('fashion-mnist', { onNotice: onProgress });
  const data = writeDataFolder(folder, dataset, limit);
  // The shortest part first: anything missing shows at once.
  const profile = sections.profile ? await simdScript('profile', folder, '--models', 'mlp-32') : null;
  const taken = ['--rounds', String(rounds)];
  const roofline = sections.roofline ? await simdScript('roofline', folder, ...taken) : null;
  const scaling = sections.scaling ? readScaling(await simdScript('scaling', folder, ...taken)) : null;
  const accuracy = sections.timeToAccuracy ? await timeToAccuracy(data, folder, python, onProgress) : null;
  const workloads: WorkloadResult[] = [];
  for (const workload of sections.perEpoch ? options.workloads : []) {
    const entrants = contestants(python).filter((each) => each.runs(workload) && chosen(each));
    workloads.push(await measureEpochs({ workload, contestants: entrants, data, rounds, onProgress }));
  }
  const commands = wholeCommands(python).filter(chosen);
  return {
    format: 3,
    date,
    command,
    machine,
    workloads,
    whole: sections.whole
      ? await measureWhole({ commands, data, epochs, limit, rounds: wholeRounds, onProgress })
      : null,
    profile,
    roofline,
    scaling,
    accuracy,
  };
}

const resultsFolder = fileURLToPath(new URL('../results', import.meta.url));

function writeFigure(name: string, svg: string): void {
  mkdirSync(resultsFolder, { recursive: true });
  const file = join(resultsFolder, name);
  writeFileSync(file, svg);
  process.stderr.write(`${file}\n`);
}

/** A full run's results are kept: by date, and as the page that the README links to. */
function writeFiles({ json, full }: BenchOptions, results: Results, page: string): void {
  const { INIT_CWD = process.cwd() } = process.env;
  const file =
    json === undefined ? join(resultsFolder, `${results.date.slice(0, 10)}.json`) : resolve(INIT_CWD, json);
  if (json !== undefined || full) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
    process.stderr.write(`${file}\n`);
  }
  if (full) {
    mkdirSync(resultsFolder, { recursive: true });
    const latest = join(resultsFolder, 'latest.md');
    writeFileSync(latest, `# Atelier and its peers\n\n${page}\n`);
    process.stderr.write(`${latest}\n`);
  }
}
