import { expect, test } from 'vitest';
import { openGraphTags } from './open-graph.ts';

const contentOf = (address: string, property: string): unknown =>
  openGraphTags(address).find(({ attrs }) => attrs?.['property'] === property)?.attrs?.['content'];

test('addresses are absolute, with or without a slash at the end', () => {
  for (const address of ['https://example.org/atelier', 'https://example.org/atelier/']) {
    expect(contentOf(address, 'og:url')).toBe('https://example.org/atelier/');
    expect(contentOf(address, 'og:image')).toBe('https://example.org/atelier/og.png');
  }
});

test('what is no address is refused', () => {
  expect(() => openGraphTags('example.org')).toThrow('found example.org');
  expect(() => openGraphTags('file:///tmp')).toThrow('ATELIER_URL');
});
