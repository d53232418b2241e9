import type { Figure } from '@atelier/plotting';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.ts';

interface FigureViewProps {
  readonly figure: Figure;
}

/** Milliseconds between two drawings: a chart that lives need not flicker. */
const drawInterval = 500;
const narrowest = 240;

/** Draws a figure as SVG in the page's colours, as wide as there is room, the latest one when many come at once. */
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

/** The figures' code is loaded when the pictures are here, or there is something to draw: the first paint does without. */
async function render(figure: Figure, width: number): Promise<string> {
  const { renderSvg } = await import('@atelier/plotting');
  return renderSvg(figure, { theme: 'auto', width });
}

/** Draws a figure that nobody sees: what draws is here then, whatever becomes of the network. */
export async function prepareFigures(): Promise<void> {
  const series = [{ name: '', points: [[0, 0]] as const }];
  const figure: Figure = { kind: 'line', title: '', x: { label: '' }, y: { label: '' }, series };
  // Where it can't be had, the first figure tries again, and says it.
  await render(figure, narrowest).catch(() => undefined);
}

/** Resolves when the figures that wait have been drawn. */
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

  /** In a task of its own: two figures at once would hold up the page. */
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
      // Read as XML, in which a run's name is text and nothing else.
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
