import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeCommand } from './command.ts';
import { runCommand } from './run-command.ts';

/**
 * What a script in the simd package's `bench` prints.
 *
 * @param folder of four uncompressed IDX files
 */
export async function simdScript(
  name: 'profile' | 'roofline' | 'scaling',
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  const script = fileURLToPath(new URL(`../../../packages/simd/bench/${name}.js`, import.meta.url));
  if (!existsSync(script)) throw new Error(`The simd engine's ${name} is missing: ${script}`);
  const { stdout } = await runCommand(nodeCommand(script, '--data', folder, ...args));
  return stdout.trim();
}
