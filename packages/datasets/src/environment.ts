import { execFile } from 'node:child_process';
import { homedir, platform, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type FetchedResponse, type FetchInit, proxiedFetch } from './proxied-fetch.ts';

/** How a program is run. */
export interface RunOptions {
  readonly folder: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What finding and fetching need from the environment. Tests replace it. */
export interface Environment {
  readonly fetch: (url: string, init: FetchInit) => Promise<FetchedResponse>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder, an absolute path. */
  readonly home: string;
  /** Where Debian's packages put data sets. */
  readonly systemFolder: string;
  /**
   * Runs a program to its end. Rejects when it can't be started, fails, or takes too long; the error quotes
   * its last output.
   */
  readonly run: (command: string, args: readonly string[], options: RunOptions) => Promise<void>;
}

/** The real environment. */
export function nodeEnvironment(): Environment {
  return {
    fetch: proxiedFetch,
    now: () => performance.now(),
    sleep: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
    variables: process.env,
    platform: platform(),
    home: homeFolder(),
    systemFolder: '/usr/share/datasets',
    run,
  };
}

// With HOME set to nothing `homedir()` is empty too, and the cache would land in the current folder.
function homeFolder(): string {
  return isAbsolute(homedir()) ? homedir() : userInfo().homedir;
}

async function run(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  await promisify(execFile)(command, args, {
    cwd: options.folder,
    env: { ...process.env, LC_ALL: 'C' },
    timeout: options.timeoutMs,
    ...(options.signal !== undefined && { signal: options.signal }),
  });
}
