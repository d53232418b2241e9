import { Option } from 'commander';
import { count } from './option-types.ts';

/** How many of the machine's cores a command may use. */
export interface ThreadsOption {
  /** By default the engine measures how many pay. */
  readonly threads?: number;
}

export function threadsOption(): Option {
  return new Option(
    '--threads <n>',
    'threads of the engine (default: as many of the cores as pay)',
  ).argParser(count);
}
