import type { ExperimentEvent, Table } from '@atelier/experiments';
import type { LoadEvent } from '../terminal/events.ts';

/** Events of a running experiment. */
export type ExperimentRunEvent =
  | ExperimentEvent
  | LoadEvent
  | {
      readonly type: 'start';
      readonly experiment: string;
      readonly question: string;
      readonly folder: string;
      readonly workers: number;
    }
  | {
      readonly type: 'end';
      readonly status: 'complete' | 'incomplete' | 'interrupted';
      /** Labels of trials without a result. */
      readonly missing: readonly string[];
      /** Labels of trials that failed twice. */
      readonly failed: readonly string[];
      readonly seconds: number;
      readonly reading: readonly string[];
      readonly table: Table | undefined;
      readonly folder: string;
      readonly files: readonly string[];
    };

export interface ExperimentReporter {
  report(event: ExperimentRunEvent): void;
  /** Clears what is redrawn from the screen. */
  clear(): void;
}
