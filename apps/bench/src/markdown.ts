import type { Machine } from './machine.ts';
import type { Missing, Results, WholeResults, WorkloadResult } from './results.ts';
import { scalingTable } from './scaling.ts';
import { speedups } from './speedups.ts';
import { summarize } from './statistics.ts';
import { type Column, table } from './table.ts';
import { accuracyTable } from './time-to-accuracy.ts';

/** A run's results for people to read: in a terminal, and as a page that a README shows. */
export function markdown(results: Results): string {
  const { date, command, machine, workloads, whole, profile, roofline, scaling, accuracy } = results;
  return [
    `Measured on ${date.slice(0, 10)} with \`${command}\`: ${describe(machine)}.`,
    ...(workloads.length > 0 ? [perEpoch(workloads)] : []),
    ...(whole ? [wholeCommands(whole)] : []),
    ...printout('Where the time goes', profile),
    ...printout('How close to the roofline', roofline),
    ...(accuracy ? [`## Time to accuracy\n\n${accuracyTable(accuracy)}`] : []),
    ...(scaling ? [`## Scaling\n\n${scalingTable(scaling)}`] : []),
  ].join('\n\n');
}

function printout(heading: string, printed: string | null): string[] {
  return printed === null ? [] : [`## ${heading}\n\n\`\`\`text\n${printed}\n\`\`\``];
}

function describe({ cpu, cores, memory, platform, node, loadBefore }: Machine): string {
  return `${cpu}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GiB, ${platform}, Node ${node}, load ${loadBefore.toFixed(1)} before`;
}

function perEpoch(workloads: readonly WorkloadResult[]): string {
  return [
    '## Seconds an epoch',
    "Adam, shuffled, float32, no validation; rounds interleaved. Step: median milliseconds of one. Ratio: median to that of Atelier simd's best. Memory: the peak of the resident process. Loss: the mean training loss of the last epoch.",
    ...workloads.flatMap((workload) => [
      `### ${workload.workload}: ${workload.images} images, batches of ${workload.batchSize}`,
      workloadTable(workload),
    ]),
    ...gains(workloads),
    software(workloads),
  ].join('\n\n');
}

const left = (heading: string): Column => ({ heading, align: 'left' });
const right = (heading: string): Column => ({ heading, align: 'right' });

function workloadTable({ images, batchSize, contestants, missing }: WorkloadResult): string {
  const steps = Math.ceil(images / batchSize);
  const best = Math.min(
    ...contestants.filter(({ id }) => id.startsWith('simd')).map(({ seconds }) => summarize(seconds).median),
  );
  const rows = contestants.map(({ name, seconds, peakMemory, loss }) => {
    const { min, median, max } = summarize(seconds);
    const ratio = Number.isFinite(best) ? (median / best).toFixed(2) : '–';
    return [
      name,
      ...[min, median, max].map((value) => value.toFixed(3)),
      ((1000 * median) / steps).toFixed(3),
      ratio,
      megabytes(peakMemory),
      loss.toFixed(4),
    ];
  });
  const columns = [
    left('trained by'),
    ...['min', 'median', 'max', 'step', 'ratio', 'memory', 'loss'].map(right),
  ];
  return withMissing(table(columns, rows), missing);
}

/** How many times as fast Atelier is, as its targets are worded. */
function gains(workloads: readonly WorkloadResult[]): string[] {
  const rows = workloads.flatMap(({ workload, contestants }) =>
    speedups(contestants).map(({ name, stock, pytorch }) => [workload, name, times(stock), times(pytorch)]),
  );
  if (rows.length === 0) return [];
  const columns = [left('workload'), left('trained by'), right('model.fit'), right("PyTorch's best")];
  return ['### Times as fast as', table(columns, rows)];
}

function times(factor: number | undefined): string {
  return factor === undefined ? '–' : `${factor.toFixed(2)}x`;
}

function software(workloads: readonly WorkloadResult[]): string {
  const lines = workloads.flatMap(({ contestants }) =>
    contestants.map(({ name, software: version, details }) => `- ${name}: ${version}, ${details}`),
  );
  return ['### Software', [...new Set(lines)].join('\n')].join('\n\n');
}

function wholeCommands({ epochs, commands, missing }: WholeResults): string {
  const rows = commands.map(({ name, seconds, peakMemory, loss, testAccuracy, work }) => {
    const { min, median, max } = summarize(seconds);
    return [
      name,
      ...[min, median, max].map((value) => value.toFixed(2)),
      megabytes(peakMemory),
      loss.toFixed(4),
      `${(100 * testAccuracy).toFixed(2)}%`,
      work,
    ];
  });
  const columns = [
    left('command'),
    ...['min', 'median', 'max', 'memory', 'loss', 'test accuracy'].map(right),
    left('beside training'),
  ];
  return [
    '## Whole commands',
    `Seconds from the start of the process to its end, for mlp-32 and ${epochs === 1 ? '1 epoch' : `${epochs} epochs`}. Memory: the highest peak of the resident process in any round (each command is one process).`,
    withMissing(table(columns, rows), missing),
  ].join('\n\n');
}

function withMissing(text: string, missing: readonly Missing[]): string {
  return [text, ...missing.map(({ name, reason }) => `Not measured: ${name}: ${reason}`)].join('\n\n');
}

function megabytes(bytes: number | null): string {
  return bytes === null ? '–' : `${Math.round(bytes / 1e6)} MB`;
}
