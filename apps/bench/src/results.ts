import type { Machine } from './machine.ts';
import type { ScalingPoint } from './scaling.ts';
import type { AccuracyRun } from './time-to-accuracy.ts';
import type { WorkloadName } from './workloads.ts';

/** Everything that a run measured: the JSON file. Times are in seconds, memory in bytes. */
export interface Results {
  readonly format: 3;
  /** ISO 8601. */
  readonly date: string;
  /** The command line. */
  readonly command: string;
  readonly machine: Machine;
  readonly workloads: readonly WorkloadResult[];
  readonly whole: WholeResults | null;
  /** The text of the simd engine's profile. */
  readonly profile: string | null;
  /** The text of the simd engine's roofline. */
  readonly roofline: string | null;
  readonly scaling: readonly ScalingPoint[] | null;
  readonly accuracy: readonly AccuracyRun[] | null;
}

export interface WorkloadResult {
  readonly workload: WorkloadName;
  /** Images that an epoch trains on. */
  readonly images: number;
  readonly batchSize: number;
  readonly contestants: readonly EpochResult[];
  readonly missing: readonly Missing[];
}

export interface EpochResult {
  readonly id: string;
  readonly name: string;
  readonly software: string;
  readonly details: string;
  /** One per round. */
  readonly seconds: readonly number[];
  /** Mean training loss of the last epoch. */
  readonly loss: number;
  /** Of its process, from its start; `null` if the system doesn't say. */
  readonly peakMemory: number | null;
}

/** Why a peer was not measured. */
export interface Missing {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

export interface WholeResults {
  readonly epochs: number;
  readonly commands: readonly WholeResult[];
  readonly missing: readonly Missing[];
}

export interface WholeResult {
  readonly id: string;
  readonly name: string;
  /** What it does beside training, in a few words. */
  readonly work: string;
  /** From the start of the process to its end, one per round. */
  readonly seconds: readonly number[];
  /** The highest of all rounds; `null` if the system doesn't say. */
  readonly peakMemory: number | null;
  /** Mean training loss of the last epoch. */
  readonly loss: number;
  readonly testAccuracy: number;
}
