import { execFile } from 'node:child_process';
import { copyFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const packages = resolve(import.meta.dirname, '..', '..');

/**
 * Compiles this package and those that it needs into `folder/node_modules`, so that a separate Node process runs what the source
 * says now: `dist` may be older.
 */
export async function compileInto(folder: string): Promise<void> {
  const tsc = join(packages, '..', 'node_modules', '.bin', 'tsc');
  const flags = ['noCheck', 'declaration', 'isolatedDeclarations', 'declarationMap', 'sourceMap'];
  for (const name of ['checks', 'random', 'idx', 'datasets']) {
    const target = join(folder, 'node_modules', '@atelier', name);
    await promisify(execFile)(tsc, [
      '-p',
      join(packages, name, 'tsconfig.build.json'),
      '--outDir',
      join(target, 'dist'),
      ...flags.flatMap((flag) => [`--${flag}`, String(flag === 'noCheck')]),
    ]);
    await copyFile(join(packages, name, 'package.json'), join(target, 'package.json'));
  }
  // The one library that they need.
  const library = 'fastest-levenshtein';
  await symlink(join(packages, 'checks', 'node_modules', library), join(folder, 'node_modules', library));
}

/**
 * Writes a program that fetches the data set described by its first argument (JSON: info, cacheFolder, mirrors), and prints `done`, or the
 * error's code and message.
 */
export async function fetchingProgram(folder: string): Promise<string> {
  const path = join(folder, 'fetching.mjs');
  await writeFile(
    path,
    `import { fetchDataset } from '@atelier/datasets';
const { info, cacheFolder, mirrors } = JSON.parse(process.argv[2]);
try {
  await fetchDataset(info.name, { registry: [info], cacheFolder, mirrors });
  process.stdout.write('done');
} catch (error) {
  process.stdout.write(error.code + ': ' + error.message);
}
`,
  );
  return path;
}
