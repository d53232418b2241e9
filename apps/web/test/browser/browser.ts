import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Report } from '../../src/messages.ts';
import type { KeptRun } from '../../src/state/storage.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const cameraArgs = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Where pictures of the page's states are put, to be looked at. */
export const screenshots: string = join(import.meta.dirname, 'screenshots');

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly language?: string;
  /** Whether there is a camera: Chromium's own, which shows moving figures and asks nobody. */
  readonly camera?: boolean;
}

/** What a page's own script collects, for tests to read. */
declare global {
  interface Window {
    atelierReports: Report[];
    atelierLongTasks: { readonly start: number; readonly duration: number }[];
    atelierShift: number;
    axe: typeof axe;
  }
}

/** A Chromium with a profile of its own, and one page in it. */
export class Chromium {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The page's problems: errors, policy violations, foreign requests. A test removes those that it expects. */
  complaints: string[] = [];
  readonly #profile: string;

  private constructor(context: BrowserContext, page: Page, profile: string) {
    this.context = context;
    this.page = page;
    this.#profile = profile;
  }

  static async start(options: OpenOptions = {}): Promise<Chromium> {
    const { width = 1280, height = 900, dark = false, language = 'en-US', camera = false } = options;
    const profile = mkdtempSync(join(tmpdir(), 'atelier-chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: camera ? [...args, ...cameraArgs] : args,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      locale: language,
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // On a machine that others keep busy everything takes longer.
    context.setDefaultTimeout(90_000);
    await context.addInitScript(collect);
    const page = context.pages()[0] ?? (await context.newPage());
    const opened = new Chromium(context, page, profile);
    page.on('pageerror', (error) => opened.complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        opened.complaints.push(`${message.type()}: ${message.text()}`);
      }
    });
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== 'localhost') {
        opened.complaints.push(`request to ${request.url()}`);
      }
    });
    return opened;
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  /** Leaves the page before its server is closed: the evaluation after a run may yet start threads, which load files. */
  async leave(): Promise<void> {
    await this.page.goto('about:blank');
  }

  /** Opens the page and waits for all of its data. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.waitForData();
  }

  /** Waits until the page has all of its data and can train. */
  async waitForData(): Promise<void> {
    await this.page.waitForFunction(() =>
      window.atelierReports.some((report) => report.type === 'data-ready' && report.complete),
    );
    await this.page.waitForSelector('.classes canvas', { state: 'attached' });
    await this.page.waitForFunction(
      () => !document.querySelector<HTMLButtonElement>('button.primary')?.disabled,
    );
    // Runs that were kept have been read then: only after that is there a network, which answers.
    await this.page.waitForFunction(() =>
      window.atelierReports.some((report) => report.type === 'predicted' && report.answer),
    );
    await this.waitForRest();
  }

  /** Reports of one kind that the worker has sent since the page was opened, the large arrays as plain numbers. */
  async reports<Type extends Report['type']>(type: Type): Promise<Extract<Report, { type: Type }>[]> {
    const json = await this.page.evaluate(
      (wanted) =>
        JSON.stringify(
          window.atelierReports.filter((report) => report.type === wanted),
          (_, value: unknown) => (ArrayBuffer.isView(value) ? Object.values(value) : value),
        ),
      type,
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the filter kept
    return JSON.parse(json) as Extract<Report, { type: Type }>[];
  }

  /** Waits until n reports of a kind have arrived. */
  async waitForReports(type: Report['type'], count = 1): Promise<void> {
    await this.page.waitForFunction(
      ([wanted, least]) => window.atelierReports.filter((report) => report.type === wanted).length >= least,
      [type, count] as const,
    );
  }

  /** Waits until more threads than one can train: on a busy machine they may be late. */
  async waitForThreads(): Promise<void> {
    await this.page.waitForFunction(() =>
      window.atelierReports.some((report) => report.type === 'threads' && report.threads > 1),
    );
  }

  /** Waits until the browser's database has each run of the page's list, at least one, as it is now, ended and with its model: a page may be left then. */
  async waitForStored(page: Page = this.page): Promise<void> {
    await page.waitForFunction(async () => {
      const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
        new Promise((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
        });
      const database = await settled(indexedDB.open('atelier'));
      const stored: readonly KeptRun[] = await settled(
        database.transaction('runs').objectStore('runs').getAll(),
      );
      database.close();
      const names = stored
        .filter(({ run: { state, model } }) => !['running', 'paused'].includes(state.status) && model)
        .map(({ run: { name } }) => name);
      const listed = [...document.querySelectorAll('.runs .run-name')];
      return listed.length > 0 && listed.every(({ textContent }) => names.includes(textContent));
    });
  }

  /** Forgets the data that the browser keeps, and the page. */
  async forgetKept(): Promise<void> {
    await this.page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
  }

  async train(): Promise<void> {
    await this.page.click('button.primary');
  }

  /** Trains with the settings of the page's address until the run has ended. */
  async trainToEnd(): Promise<void> {
    const before = (await this.reports('run-ended')).length;
    await this.train();
    await this.waitForReports('run-ended', before + 1);
    await this.waitForRest();
  }

  async screenshot(name: string, fullPage = true): Promise<void> {
    // What is out of sight is not painted, and a picture of the whole page would be blank there.
    if (fullPage) await this.#paintAll(true);
    await this.waitForRest();
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), fullPage });
    if (fullPage) await this.#paintAll(false);
  }

  async #paintAll(all: boolean): Promise<void> {
    await this.page.locator('main > section').evaluateAll(
      (sections, value) => {
        for (const section of sections) {
          if (section instanceof HTMLElement) section.style.setProperty('content-visibility', value);
        }
      },
      all ? 'visible' : '',
    );
  }

  /**
   * Waits until nothing is drawn, scrolls or moves any more, so that what is read and measured does not depend on when; a page that
   * trains never rests: after 2 s it is taken as it is.
   */
  async waitForRest(): Promise<void> {
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      let changed = false;
      const observer = new MutationObserver(() => {
        changed = true;
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      const end = performance.now() + 2000;
      let place = '';
      // What the page puts off, it does in the next frame or the one after that.
      for (let still = 0; still < 4 && performance.now() < end; still++) {
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        const now = `${scrollX} ${scrollY} ${document.documentElement.scrollHeight}`;
        const moves = document.getAnimations().some(({ playState }) => playState === 'running');
        if (changed || moves || now !== place) still = -1;
        changed = false;
        place = now;
      }
      observer.disconnect();
    });
  }

  /** Fails on anything that axe finds, wherever the page is scrolled: what is stuck to the window's edge covers nothing at its top. */
  async expectAccessible(): Promise<void> {
    await this.page.evaluate(() => scrollTo(0, 0));
    await this.waitForRest();
    await this.page.evaluate(axeSource);
    const violations = await this.page.evaluate(async () => {
      const found = await window.axe.run(document, {
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
    if (violations.length > 0) throw new Error(`axe found: ${violations.join('\n')}`);
  }

  /** Fails on any complaint but those that match. */
  expectNoComplaints(...expected: readonly RegExp[]): void {
    const unexpected = this.complaints.filter((complaint) => !expected.some((each) => each.test(complaint)));
    this.complaints = [];
    if (unexpected.length > 0) throw new Error(`The page complained: ${unexpected.join('\n')}`);
  }
}

const axeSource = await import('node:fs').then(({ readFileSync }) =>
  readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
);

/** Runs in the page before its own scripts. */
function collect(): void {
  window.atelierReports = [];
  window.atelierLongTasks = [];
  window.atelierShift = 0;
  const NativeWorker = window.Worker;
  window.Worker = class extends NativeWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => window.atelierReports.push(data));
    }
  };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    console.error(`policy violation: ${violatedDirective} ${blockedURI}`);
  });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      window.atelierLongTasks.push({ start: startTime, duration });
    }
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ('value' in entry && 'hadRecentInput' in entry && !entry.hadRecentInput) {
        window.atelierShift += Number(entry.value);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
