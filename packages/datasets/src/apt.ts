import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { DatasetError } from './error.ts';
import { fileNames } from './files.ts';
import type { FileKey } from './files.ts';
import { findFiles } from './folder.ts';
import { partialName, publishFile } from './partial.ts';
import type { DatasetInfo } from './registry.ts';
import { readVerified } from './verify.ts';

/**
 * Confines apt to its own folder: its lists, its cache, and none of the commands that a system may have
 * hooked to an update (images of containers empty the system's cache there). Paths are relative to the folder
 * it runs in, so that no character of the folder's name is special in this file.
 */
const configuration = `#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
Dir::State "./state";
Dir::State::Lists "./state/lists";
Dir::Cache "./cache";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "15";
Acquire::https::Timeout "15";
`;

/** Time limit of one apt command. A private package list and the data set are some 40 MB. */
const timeoutMs = 300_000;

/** The name of an unfinished folder, in place of a file's name. */
const partialOf = 'apt';

/**
 * Fetches a Debian package and takes files from it, verified, into `folder`. Needs neither root nor a
 * writable system: apt works in its own folder, which is removed at the end.
 *
 * @throws DatasetError `damaged-file`, `missing-file`
 * @throws the error of a program that is missing or failed, and the file system's
 */
export async function fetchFromDebian(
  debian: NonNullable<DatasetInfo['debian']>,
  info: DatasetInfo,
  keys: readonly FileKey[],
  folder: string,
  environment: Environment,
  signal: AbortSignal | undefined,
): Promise<void> {
  const work = join(folder, partialName(partialOf));
  const run = (command: string, ...args: string[]): Promise<void> =>
    environment.run(command, args, { folder: work, timeoutMs, signal });
  try {
    await mkdir(join(work, 'state', 'lists', 'partial'), { recursive: true });
    await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
    await writeFile(join(work, 'apt.conf'), configuration);
    await downloadPackage(run, debian.package, signal);
    const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (archive === undefined)
      throw new DatasetError('missing-file', `apt-get left no ${debian.package}*.deb`);
    await run('dpkg-deb', '-x', `./${archive}`, './unpacked');
    const unpacked = join(work, 'unpacked', 'usr', 'share', 'datasets', debian.folder);
    const found = await findFiles(unpacked);
    for (const key of keys) {
      const path = found[key];
      if (path === undefined) {
        throw new DatasetError('missing-file', `The package ${debian.package} has no ${fileNames[key]}`);
      }
      await readVerified(path, info.files[key], { signal });
      await publishFile(path, join(folder, `${fileNames[key]}.gz`));
    }
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function downloadPackage(
  run: (command: string, ...args: string[]) => Promise<void>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  let failure: unknown;
  try {
    await run('apt-get', '-c', './apt.conf', '-qq', 'update');
  } catch (error) {
    signal?.throwIfAborted();
    // A failing source does not matter if another has the package.
    failure = error;
  }
  try {
    await run('apt-get', '-c', './apt.conf', '-qq', 'download', name);
  } catch (error) {
    throw failure ?? error;
  }
}
