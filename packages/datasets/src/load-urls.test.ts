import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeIdx } from '@atelier/idx';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { answerAndDrop, answerSlowly, answerWell, deadMirror, startMirror } from '../test/mirror.ts';
import type { Answer } from '../test/mirror.ts';
import { toyFiles, toyInfo } from '../test/toy.ts';
import { fileKeys, fileNames, perFile } from './files.ts';
import type { LabelledImages } from './images.ts';
import { loadDatasetFromUrls } from './load-urls.ts';
import type { UrlOptions, UrlProgress } from './load-urls.ts';

const sha256 = perFile((key) => toyInfo().files[key].sha256);

afterEach(() => {
  vi.unstubAllGlobals();
});

const isTrainImages = (path: string | undefined): boolean => path?.includes(fileNames.trainImages) === true;

describe('loadDatasetFromUrls', () => {
  test('reads the four files of a folder, and says where they came from and what their hashes are', async () => {
    const { url } = await startMirror();
    for (const folder of [url, url.slice(0, -1)]) {
      const dataset = await loadDatasetFromUrls(folder, { name: 'toy', classNames: ['a', 'b', 'c'], sha256 });
      expect(dataset).toMatchObject({
        name: 'toy',
        classNames: ['a', 'b', 'c'],
        train: { count: 200, height: 32, width: 32, channels: 1 },
        test: { count: 20 },
        source: {
          kind: 'urls',
          files: perFile((key) => ({ location: `${url}${fileNames[key]}.gz`, sha256: sha256[key] })),
        },
      });
      expect(Buffer.compare(dataset.train.images, gunzipSync(toyFiles.trainImages).subarray(16))).toBe(0);
    }
  });

  test('reads four URLs, numbers the classes, and takes any content without hashes to check', async () => {
    const { url } = await startMirror();
    const dataset = await loadDatasetFromUrls(perFile((key) => `${url}${fileNames[key]}.gz`));
    expect([dataset.name, ...dataset.classNames]).toEqual(['unnamed', '0', '1', '2']);
    expect(dataset.source).toMatchObject({ files: { testLabels: { sha256: sha256.testLabels } } });
  });

  test.each<[string, Answer]>([
    ['inflated by the server', (_request, response, bytes) => response.end(gunzipSync(bytes))],
    [
      'inflated on the way, as Content-Encoding',
      (_request, response, bytes) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes),
    ],
    [
      'as gzip in gzip',
      (_request, response, bytes) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes)),
    ],
    ['in small pieces', answerSlowly(10_000, 1)],
  ])('takes files that come %s', async (_, answer) => {
    const { url } = await startMirror(answer);
    expect((await loadDatasetFromUrls(url, { sha256 })).train.count).toBe(200);
  });

  test('hands out the first samples while the rest has yet to come', async () => {
    let rest: (() => void) | undefined;
    const { url } = await startMirror((request, response, bytes) => {
      if (!isTrainImages(request.url)) return answerWell(request, response, bytes);
      const half = bytes.length / 2;
      response.write(bytes.subarray(0, half));
      rest = () => response.end(bytes.subarray(half));
      return undefined;
    });
    const first: LabelledImages[] = [];
    const dataset = await loadDatasetFromUrls(url, {
      sha256,
      onFirst: {
        count: 50,
        callback(train) {
          first.push(train);
          rest?.();
        },
      },
    });
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ count: 50, height: 32, width: 32, channels: 1 });
    expect(first[0]?.images).toEqual(dataset.train.images.subarray(0, 50 * 1024));
    expect(first[0]?.images.buffer).toBe(dataset.train.images.buffer);
    expect(first[0]?.labels).toEqual(dataset.train.labels.subarray(0, 50));
  });

  test('hands out the first samples once, when labels come last, and all where there are no more', async () => {
    const { url } = await startMirror((request, response, bytes) => {
      const answer = (): unknown => answerWell(request, response, bytes);
      if (request.url?.includes(fileNames.trainLabels) === true) setTimeout(answer, 100);
      else answer();
    });
    const counts: number[] = [];
    await loadDatasetFromUrls(url, { onFirst: { count: 1000, callback: ({ count }) => counts.push(count) } });
    expect(counts).toEqual([200]);
  });

  test('fails with what the callback for the first samples throws', async () => {
    const { url } = await startMirror();
    const broken = new Error('the page is gone');
    const callback = (): void => {
      throw broken;
    };
    await expect(loadDatasetFromUrls(url, { onFirst: { count: 5, callback } })).rejects.toBe(broken);
  });

  test('tells how far it has come, and the whole once every server has said', async () => {
    const { url } = await startMirror();
    const seen: UrlProgress[] = [];
    await loadDatasetFromUrls(url, { onProgress: (progress) => seen.push(progress) });
    const total = fileKeys.reduce((sum, key) => sum + toyFiles[key].length, 0);
    expect(seen[0]?.totalBytes).toBeUndefined();
    expect(seen.at(-1)).toEqual({ bytes: total, totalBytes: total });
    const bytes = seen.map((progress) => progress.bytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  });

  test.each<[string, Answer, object]>([
    [
      'is not there',
      (_request, response) => response.writeHead(404).end(),
      { code: 'fetch-failed', message: expect.stringMatching(/gz can't be fetched: HTTP status 404$/) },
    ],
    [
      'is a page of HTML',
      (_request, response) => response.end('<!doctype html>'),
      { code: 'damaged-file', message: expect.stringContaining('text that begins with "<"') },
    ],
    [
      'breaks off',
      answerAndDrop(0.5),
      { code: 'fetch-failed', message: expect.stringMatching(/can't be fetched: .* after \d+ bytes$/) },
    ],
    [
      'has another content',
      (_request, response) => response.end(toyFiles.testImages),
      {
        code: 'damaged-file',
        message: expect.stringContaining(
          `its SHA-256 is ${sha256.testImages}, expected ${sha256.trainImages}`,
        ),
      },
    ],
    [
      'never ends',
      (_request, response, bytes) => {
        response.write(gunzipSync(bytes));
        const more = (): void => {
          while (!response.destroyed && response.write(new Uint8Array(16_384)));
        };
        response.on('drain', more);
        more();
      },
      { code: 'damaged-file', message: expect.stringContaining('bytes after the end') },
    ],
  ])('stops everything when one file %s', async (_, answer, error) => {
    const { url } = await startMirror((request, response, bytes) => {
      if (isTrainImages(request.url)) answer(request, response, bytes);
      // Never answered: only an abort ends these.
    });
    await expect(loadDatasetFromUrls(url, { sha256 })).rejects.toMatchObject({
      name: 'DatasetError',
      location: `${url}${fileNames.trainImages}.gz`,
      ...error,
    });
  });

  test.each([
    ['an answer', () => new Promise<Response>(() => undefined)],
    [
      'a piece',
      async () => new Response(new ReadableStream({ pull: () => new Promise<void>(() => undefined) })),
    ],
  ])('stops when one file is wrong, also where %s of another never settles', async (_, never) => {
    const { url } = await startMirror((_request, response) => response.end('<html>'));
    const stuck: UrlOptions['fetch'] = (each, init) => (isTrainImages(each) ? fetch(each, init) : never());
    await expect(loadDatasetFromUrls(url, { fetch: stuck })).rejects.toMatchObject({
      code: 'damaged-file',
    });
  });

  test('says of a server that it can not be reached', async () => {
    const url = await deadMirror();
    await expect(loadDatasetFromUrls(url)).rejects.toMatchObject({
      code: 'fetch-failed',
      message: expect.stringMatching(/can't be fetched: TypeError: fetch failed after 0 bytes$/),
    });
  });

  test('refuses images and labels that do not match', async () => {
    const { url } = await startMirror((request, response, bytes) => {
      const labels = encodeIdx({ dtype: 'u8', shape: [2], data: Uint8Array.of(0, 1) });
      response.end(request.url?.includes('labels') === true ? labels : bytes);
    });
    await expect(loadDatasetFromUrls(url)).rejects.toMatchObject({ code: 'mismatched-files' });
  });

  test('knows the hashes of a known data set by its name', async () => {
    const { url } = await startMirror();
    await expect(loadDatasetFromUrls(url, { name: 'fashion-mnist' })).rejects.toMatchObject({
      code: 'damaged-file',
    });
  });

  test('holds files to maxBytes', async () => {
    const { url } = await startMirror();
    await expect(loadDatasetFromUrls(url, { maxBytes: 100_000 })).rejects.toThrow(/too large/);
  });

  test('stops with the reason of its signal', async () => {
    const { url } = await startMirror(() => undefined);
    const stop = new AbortController();
    const reason = new Error('the page is closed');
    setTimeout(() => stop.abort(reason), 20);
    await expect(loadDatasetFromUrls(url, { signal: stop.signal })).rejects.toBe(reason);
    await expect(loadDatasetFromUrls(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('says what a page without crypto.subtle needs, before it fetches', async () => {
    vi.stubGlobal('crypto', {});
    const fetched: string[] = [];
    const fetch = async (url: string): Promise<Response> => {
      fetched.push(url);
      return new Response('');
    };
    await expect(loadDatasetFromUrls('/data', { fetch })).rejects.toMatchObject({
      code: 'unverifiable',
      message: expect.stringContaining('serve it over HTTPS or from localhost'),
    });
    expect(fetched).toEqual([]);
  });
});
