import type { Figure } from '@atelier/plotting';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.ts';

interface FigureViewProps {
  readonly figure: Figure;
}

/** Milliseconds between two drawings, so that a live chart does not flicker. */
const drawInterval = 500;
const narrowest = 240;

/** Draws a figure as SVG in the page's colours, at full width; of many at once only the latest. */
export function FigureView({ figure }: FigureViewProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const drawer = useRef<Drawer | undefined>(undefined);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new Drawer(element);
    drawer.current = made;
    const observer = new ResizeObserver(([entry]) => made.resize(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    drawer.current?.show(figure);
  }, [figure]);
  return <div class="figure" ref={host} />;
}

/** Loads the figures' code when the data has arrived, or there is something to draw: not needed for the first paint. */
async function render(figure: Figure, width: number): Promise<string> {
  const { renderSvg } = await import('@atelier/plotting');
  return renderSvg(figure, { theme: 'auto', width });
}

/** Draws an invisible figure, so that the code is loaded even if the page goes offline later. */
export async function prepareFigures(): Promise<void> {
  const series = [{ name: '', points: [[0, 0]] as const }];
  const figure: Figure = { kind: 'line', title: '', x: { label: '' }, y: { label: '' }, series };
  // If loading fails, the first figure retries, and shows the error.
  await render(figure, narrowest).catch(() => undefined);
}

/** Resolves when all pending figures have been drawn. */
let turn = Promise.resolve();

class Drawer {
  readonly #host: HTMLElement;
  #figure: Figure | undefined;
  #width = 0;
  #drawnWidth = 0;
  #drawn: Figure | undefined;
  #busy = false;
  #last = -Infinity;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  show(figure: Figure): void {
    this.#figure = figure;
    this.#draw();
  }

  resize(width: number): void {
    this.#width = Math.max(narrowest, Math.floor(width));
    this.#draw();
  }

  #draw(): void {
    if (!this.#figure || this.#width === 0 || this.#busy) return;
    if (this.#drawn === this.#figure && this.#drawnWidth === this.#width) return;
    this.#busy = true;
    const wait = Math.max(0, this.#last + drawInterval - performance.now());
    setTimeout(() => {
      turn = this.#renderAfter(turn);
    }, wait);
  }

  /** In its own task: two figures at once would block the page. */
  async #renderAfter(others: Promise<void>): Promise<void> {
    await others;
    await new Promise((resolve) => setTimeout(resolve));
    await this.#render();
  }

  async #render(): Promise<void> {
    const figure = this.#figure;
    if (!figure) return;
    const width = this.#width;
    try {
      const svg = await render(figure, width);
      // Parsed as XML, in which a run's name is only text.
      const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
      this.#host.replaceChildren(document.importNode(documentElement, true));
      this.#drawn = figure;
      this.#drawnWidth = width;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#host.textContent = t.value.curves.notDrawn(message);
    } finally {
      this.#last = performance.now();
      this.#busy = false;
    }
    this.#draw();
  }
}
