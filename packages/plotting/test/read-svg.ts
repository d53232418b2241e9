import { parseHTML } from 'linkedom';

/** A mark's position and text, read back from SVG without the code that drew it. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly element: Element;
}

export function parseSvg(svg: string): Element {
  const root = parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document.querySelector('svg');
  if (root === null) throw new Error('no svg element');
  return root;
}

/** Elements with their position on the page, including their parents' transforms. */
export function placed(root: Element, selector: string): Placed[] {
  return [...root.querySelectorAll(selector)].map((element) => {
    let [x, y] = [
      numberOf(element, 'x') + numberOf(element, 'cx'),
      numberOf(element, 'y') + numberOf(element, 'cy'),
    ];
    for (let node: Element | null = element; node !== null && node !== root; node = node.parentElement) {
      const [, dx, dy] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(node.getAttribute('transform') ?? '') ?? [];
      x += Number(dx ?? 0);
      y += Number(dy ?? 0);
    }
    return { x, y, text: element.textContent ?? '', element };
  });
}

function numberOf(element: Element, name: string): number {
  const text = element.getAttribute(name) ?? '0';
  // Offsets in em move text by less than a line; they don't place it.
  return text.endsWith('em') ? 0 : Number(text);
}

/** A straight line through two ticks: pixels to values. */
export function readAxis(ticks: readonly { at: number; value: number }[]): (pixel: number) => number {
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new Error('an axis needs two ticks');
  const slope = (last.value - first.value) / (last.at - first.at);
  return (pixel) => first.value + (pixel - first.at) * slope;
}
