import { fileURLToPath } from 'node:url';

/** How to start a process. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a script under this Node. */
export function nodeCommand(script: string, ...args: readonly string[]): Command {
  return { file: process.execPath, args: [script, ...args], env: process.env };
}

/** Runs a script under Python, with n threads for its numeric libraries. */
export function pythonCommand(
  python: string,
  threads: number,
  script: string,
  ...args: readonly string[]
): Command {
  // Some machines set these for the sake of old builds of OpenBLAS; they slow a current one.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  return {
    file: python,
    args: [script, ...args],
    env: { ...env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) },
  };
}

/** The path of a script in `peers`, which are independent of Atelier's code. */
export function peerScript(name: string): string {
  return fileURLToPath(new URL(`../peers/${name}`, import.meta.url));
}
