import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeCommand } from './command.ts';
import { runCommand } from './run-command.ts';

/**
 * Time per kernel in a step of mlp-32, as printed by the simd package's profile.
 *
 * @param folder of four uncompressed IDX files
 */
export async function profileSimd(folder: string): Promise<string> {
  const script = fileURLToPath(new URL('../../../packages/simd/bench/profile.js', import.meta.url));
  if (!existsSync(script)) throw new Error(`The simd engine's profile is missing: ${script}`);
  const { stdout } = await runCommand(nodeCommand(script, '--data', folder, '--models', 'mlp-32'));
  return stdout.trim();
}
