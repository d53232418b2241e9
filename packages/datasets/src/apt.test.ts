import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startMirror } from '../test/mirror.ts';
import { toyFiles, toyInfo, writeToy } from '../test/toy.ts';
import { emptyWorld, filesBelow } from '../test/world.ts';
import type { World } from '../test/world.ts';
import type { Environment } from './environment.ts';
import { fileKeys, fileNames } from './files.ts';
import { fetchDataset } from './load.ts';
import type { FoundDataset } from './load.ts';
import type { DatasetOptions } from './locate.ts';

const wholeFiles = fileKeys.map((key) => join('toy', `${fileNames[key]}.gz`)).sort();

interface FakeApt {
  readonly commands: string[];
  readonly run: Environment['run'];
}

/** Does what apt-get and dpkg-deb do, but for what `fails`; `contents` is what the package holds. */
function fakeApt(contents: Parameters<typeof writeToy>[1] = {}, fails: Record<string, string> = {}): FakeApt {
  const commands: string[] = [];
  return {
    commands,
    async run(command, args, { folder }) {
      const line = [command, ...args].join(' ');
      commands.push(line);
      const failure = Object.entries(fails).find(([part]) => line.includes(part));
      if (failure !== undefined) throw new Error(`Command failed: ${line}\n${failure[1]}\n`);
      if (args.includes('download')) await writeFile(join(folder, 'dataset-toy_1_all.deb'), 'package');
      if (args.includes('-x'))
        await writeToy(join(folder, 'unpacked', 'usr', 'share', 'datasets', 'toy'), contents);
    },
  };
}

function fetchToy(world: World, apt: FakeApt, more: DatasetOptions = {}): Promise<FoundDataset> {
  return fetchDataset('toy', {
    cacheFolder: world.cacheFolder,
    environment: { ...world.environment, run: apt.run },
    registry: [toyInfo()],
    mirrors: [],
    ...more,
  });
}

describe('the Debian package', () => {
  test('is fetched into a folder of its own and unpacked where no mirror gives the files', async () => {
    const world = await emptyWorld();
    const apt = fakeApt();
    const notices: string[] = [];
    const { source } = await fetchToy(world, apt, { onNotice: (notice) => notices.push(notice) });
    expect(source).toMatchObject({
      kind: 'apt',
      package: 'dataset-toy',
      folder: join(world.cacheFolder, 'toy'),
    });
    expect(apt.commands).toEqual([
      'apt-get -c ./apt.conf -qq update',
      'apt-get -c ./apt.conf -qq download dataset-toy',
      'dpkg-deb -x ./dataset-toy_1_all.deb ./unpacked',
    ]);
    expect(notices).toEqual([
      'No mirror delivered train-labels-idx1-ubyte.gz: no mirror is left. Trying the Debian package dataset-toy',
    ]);
    expect(await filesBelow(world.cacheFolder)).toEqual(wholeFiles);
  });

  test('gives only what the mirrors did not', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror((request, response, bytes) => {
      if (request.url?.includes('images') === true) response.writeHead(404).end();
      else response.end(bytes);
    });
    const { source } = await fetchToy(world, fakeApt(), { mirrors: [mirror.url] });
    expect(source.kind).toBe('apt');
    expect(await filesBelow(world.cacheFolder)).toEqual(wholeFiles);
  });

  test('is used even if the list of packages could be updated only in part', async () => {
    const world = await emptyWorld();
    await fetchToy(world, fakeApt({}, { update: 'E: The repository is not signed.' }));
    expect(await filesBelow(world.cacheFolder)).toEqual(wholeFiles);
  });

  test.each<[string, FakeApt, string]>([
    [
      'there is no network',
      fakeApt({}, { update: 'E: Failed to fetch', download: 'E: Unable to locate package' }),
      'E: Failed to fetch',
    ],
    [
      'there is no such package',
      fakeApt({}, { download: 'E: Unable to locate package' }),
      'E: Unable to locate package',
    ],
    [
      'it can not be unpacked',
      fakeApt({}, { 'dpkg-deb': 'dpkg-deb: error: not a package' }),
      'dpkg-deb: error: not a package',
    ],
    [
      'it lacks a file',
      fakeApt({ testImages: undefined }),
      'The package dataset-toy has no t10k-images-idx3-ubyte',
    ],
    ['it holds another file', fakeApt({ testImages: toyFiles.testLabels }), 'is damaged: its SHA-256 is'],
  ])('says why it does not help where %s, and leaves nothing behind', async (_, apt, reason) => {
    const world = await emptyWorld();
    const error = await fetchToy(world, apt).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'fetch-failed',
      message: expect.stringContaining(reason),
    });
    expect(error).toMatchObject({ message: expect.not.stringContaining('\n') });
    for (const name of await filesBelow(world.cacheFolder)) expect(wholeFiles).toContain(name);
  });

  test('says so where there is no apt-get', async () => {
    const world = await emptyWorld();
    await expect(fetchToy(world, { commands: [], run: world.environment.run! })).rejects.toMatchObject({
      code: 'fetch-failed',
      message:
        "No mirror delivered train-labels-idx1-ubyte.gz: no mirror is left. The Debian package dataset-toy can't be fetched either (there is no apt-get here). Check the connection, or fetch the four files elsewhere and name their folder",
    });
  });

  test('is let go of when the caller aborts', async () => {
    const world = await emptyWorld();
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    const apt: FakeApt = {
      commands: [],
      async run(_command, _args, { signal }) {
        stop.abort(reason);
        signal?.throwIfAborted();
      },
    };
    await expect(fetchToy(world, apt, { signal: stop.signal })).rejects.toBe(reason);
    expect(await filesBelow(world.cacheFolder)).toEqual([]);
  });

  test('is fetched with settings that keep to the folder and call nothing of the system', async () => {
    const world = await emptyWorld();
    let settings = '';
    await fetchToy(world, {
      commands: [],
      async run(command, args, options) {
        if (args.includes('update')) settings = await readFile(join(options.folder, 'apt.conf'), 'utf8');
        await mkdir(options.folder, { recursive: true });
        await fakeApt().run(command, args, options);
      },
    });
    for (const setting of [
      'Dir::State "./',
      'Dir::State::Lists "./',
      'Dir::Cache "./',
      'APT::Sandbox::User ""',
    ]) {
      expect(settings).toContain(setting);
    }
    expect(settings).toContain('#clear APT::Update::Post-Invoke;');
    expect(settings).toContain('#clear DPkg::Post-Invoke;');
  });
});
