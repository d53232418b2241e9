import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

describe('cacheFolder', () => {
  test.each([
    ['Linux', 'linux', {}, '/home/ada', '/home/ada/.cache/atelier/datasets'],
    ['Linux with XDG', 'linux', { XDG_CACHE_HOME: '/fast' }, '/home/ada', '/fast/atelier/datasets'],
    [
      'Linux with a relative XDG',
      'linux',
      { XDG_CACHE_HOME: 'fast' },
      '/home/ada',
      '/home/ada/.cache/atelier/datasets',
    ],
    [
      'Linux with an empty XDG',
      'linux',
      { XDG_CACHE_HOME: '' },
      '/home/ada',
      '/home/ada/.cache/atelier/datasets',
    ],
    ['macOS', 'darwin', {}, '/Users/ada', '/Users/ada/Library/Caches/atelier/datasets'],
    ['Windows', 'win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\atelier\\Cache\\datasets'],
    [
      'Windows with LOCALAPPDATA',
      'win32',
      { LOCALAPPDATA: 'D:\\Local' },
      'C:\\Users\\ada',
      'D:\\Local\\atelier\\Cache\\datasets',
    ],
    [
      'anywhere with ATELIER_CACHE',
      'linux',
      { ATELIER_CACHE: '/big', XDG_CACHE_HOME: '/fast' },
      '/home/ada',
      '/big/datasets',
    ],
    [
      'anywhere with an empty ATELIER_CACHE',
      'linux',
      { ATELIER_CACHE: '' },
      '/home/ada',
      '/home/ada/.cache/atelier/datasets',
    ],
  ] as const)('on %s', (_, platform, variables, home, expected) => {
    expect(cacheFolder({ platform, variables, home })).toBe(expected);
  });

  test('takes a relative ATELIER_CACHE from the current folder', () => {
    const folder = cacheFolder({
      platform: 'linux',
      variables: { ATELIER_CACHE: 'cache' },
      home: '/home/ada',
    });
    expect(folder).toBe(resolve('cache', 'datasets'));
  });
});
