import { setTimeout } from 'node:timers/promises';
import { ContestantProcess } from './contestant-process.ts';
import type { Contestant } from './contestants.ts';
import { messageOf } from './errors.ts';
import type { EpochResult, Missing, WorkloadResult } from './results.ts';
import { type DataFolder, imagesOf, type WorkloadName, workloads } from './workloads.ts';

export interface EpochMeasurement {
  readonly workload: WorkloadName;
  readonly contestants: readonly Contestant[];
  readonly data: DataFolder;
  /** Epochs that count, after one that warms up. */
  readonly rounds: number;
  readonly onProgress: (line: string) => void;
}

interface Entrant {
  readonly contestant: Contestant;
  readonly process: ContestantProcess;
  readonly software: string;
  readonly details: string;
  readonly seconds: number[];
  loss: number;
}

/** Before each epoch. The previous contestant's threads spin for a while (OpenBLAS: some 25 ms) before they sleep. */
const PAUSE_MILLISECONDS = 100;

/**
 * Times epochs of all contestants in turn (A B C A B C …), so that other load on the machine affects all alike. Each stays alive
 * through all rounds: starts are not timed, and all losses are of the same number of epochs.
 *
 * @throws Error when a contestant fails; one that may be missing and does not start is reported as missing instead
 */
export async function measureEpochs(measurement: EpochMeasurement): Promise<WorkloadResult> {
  const { workload, contestants, data, rounds, onProgress } = measurement;
  const [entrants, missing]: [Entrant[], Missing[]] = [[], []];
  try {
    for (const contestant of contestants) {
      const { id, name, required } = contestant;
      const process = new ContestantProcess(contestant.command(workload, data));
      try {
        const { software, details } = await process.ready();
        entrants.push({ contestant, process, software, details, seconds: [], loss: Number.NaN });
      } catch (cause) {
        await process.end();
        const reason = messageOf(cause);
        if (required) throw new Error(`${workload}: ${name} did not start: ${reason}`, { cause });
        missing.push({ id, name, reason });
        onProgress(`${workload}: without ${name}: ${reason}`);
      }
    }
    for (let round = 0; round <= rounds; round++) {
      const times: string[] = [];
      for (const entrant of entrants) {
        await setTimeout(PAUSE_MILLISECONDS);
        const { seconds, loss } = await epochOf(entrant, workload);
        if (round > 0) entrant.seconds.push(seconds);
        entrant.loss = loss;
        times.push(`${entrant.contestant.id} ${seconds.toFixed(3)}`);
      }
      onProgress(`${workload} ${round === 0 ? 'warm-up' : `round ${round}/${rounds}`}: ${times.join('  ')}`);
    }
    const images = imagesOf(workload, data);
    const { batchSize } = workloads[workload].recipe;
    return { workload, images, batchSize, contestants: entrants.map(result), missing };
  } finally {
    for (const { process } of entrants) await process.end();
  }
}

async function epochOf(
  { process, contestant }: Entrant,
  workload: WorkloadName,
): Promise<{ readonly seconds: number; readonly loss: number }> {
  try {
    return await process.epoch();
  } catch (cause) {
    throw new Error(`${workload}: ${contestant.name} failed: ${messageOf(cause)}`, { cause });
  }
}

function result({ contestant, process, software, details, seconds, loss }: Entrant): EpochResult {
  const { id, name } = contestant;
  return { id, name, software, details, seconds, loss, peakMemory: process.peakMemory ?? null };
}
