import type { HtmlTagDescriptor, Plugin } from 'vite';

const title = 'Atelier';
const description = 'Train an image classifier in your browser, and see what it sees.';

/**
 * What other sites show of a link to the page. Their programs want absolute addresses: they are written where the build is told the
 * page's, by `ATELIER_URL`.
 *
 * @throws Error for an address that is none
 */
export function openGraph(address: string | undefined = process.env['ATELIER_URL']): Plugin {
  return {
    name: 'open-graph',
    apply: 'build',
    transformIndexHtml: () => (address ? openGraphTags(address) : []),
  };
}

/** @throws Error for an address that is none */
export function openGraphTags(address: string): HtmlTagDescriptor[] {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (!base?.protocol.startsWith('http')) {
    throw new Error(
      `ATELIER_URL is the address of the page, as https://example.org/atelier/; found ${address}`,
    );
  }
  const page = base.href.endsWith('/') ? base : new URL(`${base.href}/`);
  const properties = {
    'og:type': 'website',
    'og:title': title,
    'og:description': description,
    'og:url': page.href,
    'og:image': new URL('og.png', page).href,
    'og:image:width': '1200',
    'og:image:height': '630',
  };
  return [
    ...Object.entries(properties).map(([property, content]) => ({
      tag: 'meta',
      attrs: { property, content },
      injectTo: 'head' as const,
    })),
    { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' }, injectTo: 'head' },
  ];
}
