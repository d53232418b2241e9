import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Command, nodeCommand, peerScript, pythonCommand } from './command.ts';
import { counted, threadCounts } from './threads.ts';
import { assignment, type DataFolder } from './workloads.ts';

/** A command that trains mlp-32 from the files to the saved weights, testing after every epoch. */
export interface WholeCommand {
  readonly id: string;
  readonly name: string;
  /** Whether it is Atelier. */
  readonly ours: boolean;
  /** What it does beside training. */
  readonly work: string;
  command(run: WholeRun): Command;
  /** Its accuracy, from the files that it left. */
  outcome(run: WholeRun, stdout: string): Outcome;
}

export interface WholeRun {
  readonly data: DataFolder;
  readonly epochs: number;
  /** Trains on the first images only. */
  readonly limit: number | undefined;
  /** An empty folder. */
  readonly out: string;
}

export interface Outcome {
  /** Mean training loss of the last epoch. */
  readonly loss: number;
  readonly testAccuracy: number;
}

const peerWork = 'test after every epoch, weights';

export function wholeCommands(python: string): readonly WholeCommand[] {
  return [
    {
      id: 'simd',
      name: 'Atelier train',
      ours: true,
      work: 'data verified, test after every epoch, weights, figures, report',
      command: ({ epochs, limit, out }) =>
        nodeCommand(
          fileURLToPath(import.meta.resolve('cli/bin/atelier.js')),
          'train',
          'mlp-32',
          `--epochs=${epochs}`,
          `--out=${out}`,
          ...(limit === undefined ? [] : [`--limit=${limit}`]),
        ),
      outcome({ out }) {
        const { history, test } = runSchema.parse(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')));
        return { loss: history.at(-1)?.loss ?? Number.NaN, testAccuracy: test.accuracy };
      },
    },
    {
      id: 'stock-tfjs',
      name: 'tfjs-layers model.fit script',
      ours: false,
      work: peerWork,
      command: (run) => nodeCommand(peerScript('whole-tfjs.js'), configuration(run, 1)),
      outcome: lastLine,
    },
    ...threadCounts.map((threads): WholeCommand => ({
      id: `pytorch-${threads}`,
      name: `PyTorch script, ${counted(threads)}`,
      ours: false,
      work: peerWork,
      command: (run) =>
        pythonCommand(python, threads, peerScript('whole_pytorch.py'), configuration(run, threads)),
      outcome: lastLine,
    })),
  ];
}

function configuration({ data, epochs, out }: WholeRun, threads: number): string {
  return JSON.stringify({ ...assignment('mlp-32', data, threads), epochs, out });
}

function lastLine(_: WholeRun, stdout: string): Outcome {
  return outcomeSchema.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
}

const outcomeSchema = z.object({ loss: z.number(), testAccuracy: z.number() });

const runSchema = z.object({
  history: z.array(z.object({ loss: z.number() })),
  test: z.object({ accuracy: z.number() }),
});
