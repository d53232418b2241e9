import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from './errors.ts';
import type { Missing, WholeResult, WholeResults } from './results.ts';
import { type FinishedCommand, runCommand } from './run-command.ts';
import type { Outcome, WholeCommand, WholeRun } from './whole-commands.ts';

export interface WholeMeasurement extends Omit<WholeRun, 'out'> {
  readonly commands: readonly WholeCommand[];
  /** Runs that count, after one of a single epoch that warms up. */
  readonly rounds: number;
  readonly onProgress: (line: string) => void;
}

interface Entrant {
  readonly command: WholeCommand;
  readonly runs: (FinishedCommand & Outcome)[];
}

/**
 * Times whole commands in turn (A B C A B C …). Before, each runs for one epoch: that brings its files into the system's cache,
 * which is all that outlives a process.
 *
 * @throws Error when a command fails; a peer that fails in its warm-up is reported as missing instead
 */
export async function measureWhole(measurement: WholeMeasurement): Promise<WholeResults> {
  const { commands, rounds, epochs, onProgress } = measurement;
  const [entrants, missing]: [Entrant[], Missing[]] = [[], []];
  for (const command of commands) {
    const { id, name, ours } = command;
    try {
      await run(command, { ...measurement, epochs: 1 });
      entrants.push({ command, runs: [] });
    } catch (cause) {
      const reason = messageOf(cause);
      if (ours) throw new Error(`${name} failed: ${reason}`, { cause });
      missing.push({ id, name, reason });
      onProgress(`whole commands: without ${name}: ${reason}`);
    }
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { command, runs } of entrants) {
      const finished = await run(command, measurement);
      runs.push(finished);
      onProgress(`whole commands round ${round}/${rounds}: ${command.id} ${finished.seconds.toFixed(2)}`);
    }
  }
  return { epochs, commands: entrants.map(result), missing };
}

async function run(command: WholeCommand, measurement: WholeMeasurement): Promise<FinishedCommand & Outcome> {
  const out = mkdtempSync(join(tmpdir(), 'atelier-bench-run-'));
  try {
    const wholeRun = { ...measurement, out };
    const finished = await runCommand(command.command(wholeRun));
    return { ...finished, ...command.outcome(wholeRun, finished.stdout) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function result({ command: { id, name, work }, runs }: Entrant): WholeResult {
  const peaks = runs.flatMap(({ peakMemory }) => (peakMemory === undefined ? [] : [peakMemory]));
  return {
    id,
    name,
    work,
    seconds: runs.map(({ seconds }) => seconds),
    peakMemory: peaks.length > 0 ? Math.max(...peaks) : null,
    loss: runs.at(-1)?.loss ?? Number.NaN,
    testAccuracy: runs.at(-1)?.testAccuracy ?? Number.NaN,
  };
}
