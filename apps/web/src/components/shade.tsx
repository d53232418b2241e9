import { type ComponentChildren, h, type JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface ShadeProps {
  readonly as: 'td' | 'span';
  readonly class: string;
  /** 0 to 1: the style sheet's `--share`. */
  readonly share: number;
  readonly children?: ComponentChildren;
}

/** An element whose appearance depends on a number. Set through the DOM: the page's policy forbids style attributes. */
export function Shade({ as, class: className, share, children }: ShadeProps): JSX.Element {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    element.current?.style.setProperty('--share', share.toFixed(4));
  }, [share]);
  return h(as, { ref: element, class: className }, children);
}
