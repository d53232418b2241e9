import { Command, InvalidArgumentError, Option } from 'commander';
import { type WorkloadName, workloadNames } from './workloads.ts';

/** The parts of a full run, each by its flag. */
const fullSections = ['perEpoch', 'whole', 'profile', 'roofline'] as const;
/** Those that run only when they are asked for: each draws a figure. */
const figureSections = ['scaling', 'timeToAccuracy'] as const;

type Section = (typeof fullSections)[number] | (typeof figureSections)[number];

/** Which parts read an option that not all of them read. */
const readBy = {
  rounds: ['perEpoch', 'whole', 'roofline', 'scaling'],
  epochs: ['whole'],
  workloads: ['perEpoch'],
  only: ['perEpoch', 'whole'],
  python: ['perEpoch', 'whole', 'timeToAccuracy'],
} satisfies Readonly<Record<string, readonly Section[]>>;

export interface BenchOptions {
  readonly sections: Readonly<Record<Section, boolean>>;
  /** Of epochs. */
  readonly rounds: number;
  /** Of whole commands. */
  readonly wholeRounds: number;
  /** Of a whole command. */
  readonly epochs: number;
  readonly workloads: readonly WorkloadName[];
  /** Ids or their prefixes; `undefined` means all. */
  readonly only: readonly string[] | undefined;
  /** As typed. */
  readonly json: string | undefined;
  readonly limit: number | undefined;
  readonly python: string;
  /** Whether this is a full measurement, the kind that the published page shows. */
  readonly full: boolean;
}

/**
 * Parses the command line.
 *
 * @param ids what `--only` may name
 * @throws CommanderError for anything unknown, out of range, or read by no part that is measured, and for `--help`
 */
export function parseOptions(argv: readonly string[], ids: readonly string[]): BenchOptions {
  const command = new Command('bench')
    .description(
      'Times Atelier and its peers side by side. Without a choice of parts: --per-epoch, --whole, --profile and --roofline.',
    )
    .option('--per-epoch', 'seconds per epoch')
    .option('--whole', 'whole commands, from the files to the saved model')
    .option('--profile', "where the time of the simd engine's step goes")
    .option('--roofline', 'the simd engine beside what its kernels could do, on 1 and 2 threads')
    .option('--time-to-accuracy', 'the preset cnn beside PyTorch; draws results/time-to-accuracy.svg')
    .option('--scaling', 'speed against units, batch size, images and threads; draws results/scaling.svg')
    .addOption(
      new Option('--rounds <n>', 'measurements of each (default: 5 epochs, 3 whole commands)').argParser(
        count,
      ),
    )
    .addOption(new Option('--epochs <n>', 'of a whole command').argParser(count).default(30))
    .addOption(
      new Option('--workloads <names>', workloadNames.join(','))
        .argParser((text) => list(text).map(workload))
        .default(workloadNames, 'all'),
    )
    .addOption(
      new Option(
        '--only <contestants>',
        `${ids.join(',')}, or what these begin with: simd,pytorch`,
      ).argParser((text) => list(text).map((name) => contestant(name, ids))),
    )
    .addOption(new Option('--limit <n>', 'train on the first images only').argParser(count))
    .option('--json <file>', 'where the results go (default: results/<date>.json, for a full run)')
    .option('--python <path>', 'with torch and sklearn', '/usr/bin/python3')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parse([...argv]);
  const { rounds, epochs, workloads, only, limit, json, python, ...chosen } = command.opts<Parsed>();
  const all = [...fullSections, ...figureSections].every((section) => chosen[section] !== true);
  const everything =
    all &&
    ['rounds', 'epochs', 'workloads', 'only', 'limit'].every(
      (name) => (command.getOptionValueSource(name) ?? 'default') === 'default',
    );
  const sections = {
    perEpoch: all || chosen.perEpoch === true,
    whole: all || chosen.whole === true,
    profile: all || chosen.profile === true,
    roofline: all || chosen.roofline === true,
    scaling: chosen.scaling === true,
    timeToAccuracy: chosen.timeToAccuracy === true,
  };
  for (const [name, readers] of Object.entries(readBy)) {
    if (command.getOptionValueSource(name) === 'cli' && !readers.some((section) => sections[section])) {
      command.error(`error: --${name} is for ${readers.map(flag).join(', ')}; none of them is measured`);
    }
  }
  return {
    sections,
    rounds: rounds ?? 5,
    wholeRounds: rounds ?? 3,
    epochs,
    workloads,
    only,
    json,
    limit,
    python,
    full: everything,
  };
}

/** `--per-epoch` for `perEpoch` */
function flag(section: Section): string {
  return `--${section.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The options as commander returns them. */
interface Parsed extends Readonly<Partial<Record<Section, true>>> {
  readonly rounds?: number;
  readonly epochs: number;
  readonly workloads: readonly WorkloadName[];
  readonly only?: readonly string[];
  readonly limit?: number;
  readonly json?: string;
  readonly python: string;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError(`It must be a whole number of at least 1; found ${text}`);
  }
  return value;
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function workload(text: string): WorkloadName {
  const found = workloadNames.find((name) => name === text);
  if (found === undefined) {
    throw new InvalidArgumentError(`There are ${workloadNames.join(', ')}; found ${text}`);
  }
  return found;
}

function contestant(text: string, ids: readonly string[]): string {
  if (text === '' || !ids.some((id) => id.startsWith(text))) {
    throw new InvalidArgumentError(`There are ${ids.join(', ')}; found ${text}`);
  }
  return text;
}
