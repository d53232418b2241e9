import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answerAndDrop, answerSlowly, answerWell, deadMirror, startMirror } from '../test/mirror.ts';
import type { Answer, Mirror } from '../test/mirror.ts';
import { toyFiles, toyInfo } from '../test/toy.ts';
import { emptyWorld, filesBelow } from '../test/world.ts';
import type { World } from '../test/world.ts';
import { fileKeys, fileNames } from './files.ts';
import { fetchDataset } from './load.ts';
import type { FoundDataset } from './load.ts';
import type { DatasetOptions } from './locate.ts';
import { partialName } from './partial.ts';
import type { FetchProgress } from './progress.ts';

const wholeFiles = fileKeys.map((key) => `${fileNames[key]}.gz`).sort();
const imagesName = fileNames.trainImages;
/** A good mirror on a busy machine keeps to these. */
const patient = { connectMs: 1500, stallMs: 1500, redirects: 3 };
const impatient = { connectMs: 300, stallMs: 300, redirects: 3 };

function fetchToy(
  world: World,
  mirrors: readonly string[],
  more: DatasetOptions = {},
): Promise<FoundDataset> {
  return fetchDataset('toy', {
    cacheFolder: world.cacheFolder,
    environment: world.environment,
    registry: [toyInfo({ debian: undefined })],
    limits: patient,
    mirrors,
    ...more,
  });
}

const cached = (world: World): Promise<string[]> => filesBelow(join(world.cacheFolder, 'toy'));

/** 20 MB in 20 KB, made once: labels have a few hundred bytes. */
let packedZeros: Uint8Array | undefined;
const zeros = (): Uint8Array =>
  (packedZeros ??= gzipSync(Buffer.concat([gunzipSync(toyFiles.trainLabels), Buffer.alloc(2e7)])));

/** What a mirror can do wrong, and what is said of it. */
const badMirrors: readonly [string, Answer, RegExp][] = [
  ['accepts and never answers', () => undefined, /no answer in 0\.3 s/],
  [
    'answers and never sends',
    (_request, response) => response.writeHead(200).flushHeaders(),
    /stalled for 0\.3 s/,
  ],
  ['sends a byte at a time', answerSlowly(1, 20), /stalled for 0\.3 s/],
  ['breaks off half-way, each time', answerAndDrop(0.5), /ECONNRESET|UND_ERR_SOCKET|terminated/],
  [
    'breaks off before it answers',
    (request) => request.socket.resetAndDestroy(),
    /ECONNRESET|UND_ERR_SOCKET/,
  ],
  [
    'redirects forever',
    (request, response) => response.writeHead(302, { location: `${request.url ?? ''}x` }).end(),
    /more than 3 redirects/,
  ],
  [
    'redirects to a file',
    (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    /redirects to file:/,
  ],
  [
    'answers with an error page and status 200',
    (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sorry!</html>'),
    /sent a different file .*text that begins with "<"/,
  ],
  ['has no such file', (_request, response) => response.writeHead(404).end('no'), /HTTP status 404/],
  ['is out of order', (_request, response) => response.writeHead(503).end('later'), /HTTP status 503/],
  [
    'answers with another range',
    (_request, response) => response.writeHead(206, { 'content-range': 'bytes 5-9/10' }).end('hello'),
    /another range/,
  ],
  [
    'has another file',
    (_request, response) => response.end(gzipSync('hello')),
    /sent a different file .*not an IDX file/,
  ],
  [
    'has the file with one bit changed',
    (_request, response, bytes) => {
      const plain = gunzipSync(bytes);
      plain[plain.length - 1]! ^= 1;
      response.end(gzipSync(plain));
    },
    /sent a different file .*SHA-256/,
  ],
  [
    'has half of the file',
    (_request, response, bytes) => response.end(bytes.subarray(0, bytes.length / 2)),
    /corrupt gzip/,
  ],
  ['has an empty file', (_request, response) => response.end(), /sent a different file .*truncated/],
  [
    'has a file that is a thousand times too long, and says so',
    (_request, response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length * 1000 });
      // Not yet more than a file can have, and nothing follows: another mirror has no such rest to give.
      response.write(new Uint8Array(bytes.length * 2));
    },
    /stalled for 0\.3 s|sent more than the \d+ bytes/,
  ],
  [
    'has a short file that unpacks to one a thousand times too long',
    (_request, response) => response.end(zeros()),
    /sent a different file .*it (has|is)/,
  ],
  [
    'never ends',
    (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(new Uint8Array(16_384)));
      };
      response.on('drain', more);
      more();
    },
    /sent more than the \d+ bytes/,
  ],
];

describe('fetching from a mirror that', () => {
  test.each(badMirrors)('%s: the next one is asked', async (_, answer) => {
    const world = await emptyWorld();
    const bad = await startMirror(answer);
    const good = await startMirror();
    await fetchToy(world, [bad.url, good.url]);
    expect(await cached(world)).toEqual(wholeFiles);
    expect(bad.requests.length).toBeGreaterThan(0);
  });

  test.each(badMirrors)('%s: where there is no other, it is said why', async (_, answer, message) => {
    const world = await emptyWorld();
    const bad = await startMirror(answer);
    const limits = message.source.includes('0\\.3 s') ? impatient : patient;
    const error = await fetchToy(world, [bad.url], { limits }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DatasetError', code: 'fetch-failed' });
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(error).toMatchObject({ message: expect.not.stringContaining('\n') });
    // Nothing looks whole that isn't.
    expect(await cached(world)).not.toContain(`${imagesName}.gz`);
  });
});

describe('fetching', () => {
  test('stores the files as they came', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    const { source } = await fetchToy(world, [mirror.url]);
    expect(source).toMatchObject({ kind: 'mirror', folder: join(world.cacheFolder, 'toy') });
    for (const key of fileKeys) {
      const bytes = await readFile(join(world.cacheFolder, 'toy', `${fileNames[key]}.gz`));
      expect(Buffer.compare(bytes, toyFiles[key])).toBe(0);
    }
  });

  test('takes a file that the server compresses on the way, and one that it stores without compression', async () => {
    const compressing: Answer = (_request, response, bytes) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
    const storing: Answer = (_request, response, bytes) => response.end(gunzipSync(bytes));
    for (const answer of [compressing, storing]) {
      const world = await emptyWorld();
      const mirror = await startMirror(answer);
      await fetchToy(world, [mirror.url]);
      expect(await cached(world)).toEqual(wholeFiles);
    }
  });

  test('follows a few redirects', async () => {
    const world = await emptyWorld();
    const good = await startMirror();
    const first = await startMirror((request, response) =>
      response.writeHead(301, { location: good.url + (request.url ?? '').slice(1) }).end(),
    );
    await fetchToy(world, [first.url]);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('goes on where a broken connection stopped, with a pause, at the same mirror', async () => {
    const world = await emptyWorld();
    const shares = [0.25, 0.5, 0.75];
    const mirror = await startMirror((request, response, bytes) => {
      const share = request.url?.includes(imagesName) === true ? shares.shift() : undefined;
      (share === undefined ? answerWell : answerAndDrop(share))(request, response, bytes);
    });
    await fetchToy(world, [mirror.url]);
    const quarter = (count: number): string =>
      `bytes=${Math.floor((toyFiles.trainImages.length * count) / 4)}-`;
    expect(rangesOf(mirror)).toEqual([undefined, quarter(1), quarter(2), quarter(3)]);
    expect(world.pauses).toEqual([500, 1000, 2000]);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('goes on with what a dead process left, and removes its other leftovers', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    const folder = join(world.cacheFolder, 'toy');
    await mkdir(join(folder, partialName('apt', 0), 'state'), { recursive: true });
    await writeFile(join(folder, partialName(imagesName, 0)), toyFiles.trainImages.subarray(0, 100));
    await writeFile(join(folder, partialName(imagesName, 0)), toyFiles.trainImages.subarray(0, 5000));
    await writeFile(join(folder, partialName('another-file', 0)), 'x');
    await fetchToy(world, [mirror.url]);
    expect(rangesOf(mirror)).toEqual(['bytes=5000-']);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('leaves alone what a living process is writing', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    const theirs = partialName(imagesName, process.ppid);
    await mkdir(join(world.cacheFolder, 'toy'), { recursive: true });
    await writeFile(join(world.cacheFolder, 'toy', theirs), toyFiles.trainImages.subarray(0, 5000));
    await fetchToy(world, [mirror.url]);
    expect(rangesOf(mirror)).toEqual([undefined]);
    expect(await cached(world)).toEqual([...wholeFiles, theirs].sort());
  });

  test.each([
    ['does not fit', () => new Uint8Array(5000)],
    ['is the whole file', () => toyFiles.trainImages],
    ['is longer than the file', () => Buffer.concat([toyFiles.trainImages, new Uint8Array(10)])],
  ])('begins anew when a part left behind %s', async (_, left) => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    await mkdir(join(world.cacheFolder, 'toy'), { recursive: true });
    await writeFile(join(world.cacheFolder, 'toy', partialName(imagesName, 0)), left());
    await fetchToy(world, [mirror.url]);
    expect(rangesOf(mirror)).toEqual([`bytes=${left().length}-`, undefined]);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('begins anew when a server ignores the range', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror((_request, response, bytes) => response.end(bytes));
    await mkdir(join(world.cacheFolder, 'toy'), { recursive: true });
    await writeFile(
      join(world.cacheFolder, 'toy', partialName(imagesName, 0)),
      toyFiles.trainImages.subarray(0, 5000),
    );
    await fetchToy(world, [mirror.url]);
    expect(rangesOf(mirror)).toEqual(['bytes=5000-']);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('asks a mirror that works first, and one that does not no more, and says which', async () => {
    const world = await emptyWorld();
    const bad = await startMirror((_request, response) => response.writeHead(403).end());
    const good = await startMirror();
    const notices: string[] = [];
    await fetchToy(world, [bad.url, good.url], { onNotice: (notice) => notices.push(notice) });
    expect(notices).toEqual([`${bad.url}train-labels-idx1-ubyte.gz answered with HTTP status 403`]);
    expect(bad.requests).toHaveLength(1);
    expect(good.requests).toHaveLength(4);
  });

  test('tries again where a server is busy', async () => {
    const world = await emptyWorld();
    let busy = 2;
    const mirror = await startMirror((request, response, bytes) => {
      if (busy-- > 0) response.writeHead(429).end();
      else answerWell(request, response, bytes);
    });
    await fetchToy(world, [mirror.url]);
    expect(world.pauses).toEqual([500, 1000]);
  });

  test('gives up at once, after one short pause, where no mirror can be reached at all', async () => {
    const world = await emptyWorld();
    const mirrors = [await deadMirror(), await deadMirror(), 'http://mirror.invalid/'];
    await expect(fetchToy(world, mirrors)).rejects.toMatchObject({
      code: 'fetch-failed',
      message: expect.stringMatching(
        /^No mirror delivered train-labels-idx1-ubyte\.gz: 127\.0\.0\.1:\d+ ECONNREFUSED; 127\.0\.0\.1:\d+ ECONNREFUSED; mirror\.invalid (ENOTFOUND|EAI_AGAIN)\. Check the connection, or fetch the four files elsewhere and name their folder$/,
      ),
    });
    expect(world.pauses).toEqual([500]);
  });

  test('refuses an address that is none', async () => {
    const world = await emptyWorld();
    await expect(fetchToy(world, ['nowhere'])).rejects.toMatchObject({
      code: 'fetch-failed',
      message: expect.stringMatching(/gz: nowhere\/ ERR_INVALID_URL\./),
    });
  });

  test('tells how far it has come, and when it will be done', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror(answerSlowly(16_384, 10));
    const seen: FetchProgress[] = [];
    await fetchToy(world, [mirror.url], { onProgress: (progress) => seen.push(progress) });
    const totalBytes = fileKeys.reduce((sum, key) => sum + toyFiles[key].length, 0);
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(seen.at(-1)).toEqual({ file: 'trainImages', bytes: totalBytes, totalBytes, etaSeconds: 0 });
    const bytes = seen.map((progress) => progress.bytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect(seen.every((progress) => progress.totalBytes === totalBytes)).toBe(true);
  });

  test('stops when it is aborted, and goes on from there the next time', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror(answerSlowly(16_384, 10));
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    const onProgress = ({ file }: FetchProgress): void => {
      if (file === 'trainImages') stop.abort(reason);
    };
    await expect(fetchToy(world, [mirror.url], { signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(await cached(world)).not.toContain(`${imagesName}.gz`);
    await fetchToy(world, [mirror.url]);
    expect(rangesOf(mirror)).toEqual([undefined, expect.stringMatching(/^bytes=\d{5,}-$/)]);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('twice at once in one process gives both the files', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror(answerSlowly(32_768, 5));
    const [one, other] = await Promise.all([fetchToy(world, [mirror.url]), fetchToy(world, [mirror.url])]);
    expect(one.source.files).toEqual(other.source.files);
    expect(await cached(world)).toEqual(wholeFiles);
  });

  test('says of a cache folder that it can not be used', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    await writeFile(world.cacheFolder, 'a file in its place');
    await expect(fetchToy(world, [mirror.url])).rejects.toMatchObject({
      code: 'unusable-folder',
      message: `The cache folder ${join(world.cacheFolder, 'toy')} can't be used: a file is in the way. Name another with ATELIER_CACHE`,
    });
    expect(mirror.requests).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('says of a cache folder that it may not be written', async () => {
    const world = await emptyWorld();
    await mkdir(world.cacheFolder);
    await chmod(world.cacheFolder, 0o500);
    await expect(fetchToy(world, [])).rejects.toMatchObject({
      code: 'unusable-folder',
      message: expect.stringContaining('it may not be written'),
    });
  });
});

function rangesOf({ requests }: Mirror): (string | undefined)[] {
  return requests
    .filter(({ path }) => path.includes(imagesName) && path.includes('train'))
    .map(({ range }) => range);
}
