import type { MirrorError } from './download.ts';

/** The mirrors still worth trying, the one that last worked first. */
export class Mirrors {
  #urls: string[];
  readonly #unreachable = new Map<string, number>();
  readonly #failures = new Map<string, string>();

  constructor(urls: readonly string[]) {
    this.#urls = urls.map((url) => (url.endsWith('/') ? url : `${url}/`));
  }

  get urls(): readonly string[] {
    return this.#urls;
  }

  worked(url: string): void {
    this.#urls = [url, ...this.#urls.filter((other) => other !== url)];
    this.#unreachable.delete(url);
    this.#failures.clear();
  }

  failed(url: string, error: MirrorError): void {
    this.#failures.set(url, error.message);
    if (error.kind === 'transient') return;
    // A connection may be refused once by chance; a name that can't be resolved twice won't be the third
    // time.
    const times = (this.#unreachable.get(url) ?? 0) + 1;
    this.#unreachable.set(url, times);
    if (error.kind === 'final' || times === 2) this.#urls = this.#urls.filter((other) => other !== url);
  }

  describe(): string {
    const failures = Array.from(this.#failures, ([url, message]) => `${hostOf(url)} ${message}`);
    return failures.length === 0 ? 'no mirror is left' : failures.join('; ');
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
