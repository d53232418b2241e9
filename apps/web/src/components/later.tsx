import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface LaterProps {
  readonly children: ComponentChildren;
}

/** Draws what is in it in a frame of its own, so that a report that changes many parts of the page never holds it up for long. */
export function Later({ children }: LaterProps): JSX.Element {
  const [drawn, setDrawn] = useState<ComponentChildren>(null);
  /** Waits for its turn; newer children take its place, so that everything has its turn however fast reports come. */
  const waiting = useRef<{ readonly children: ComponentChildren } | undefined>(undefined);
  useEffect(() => {
    const isFirst = waiting.current === undefined;
    waiting.current = { children };
    if (!isFirst) return;
    inTurn(() => {
      setDrawn(waiting.current?.children);
      waiting.current = undefined;
    });
  }, [children]);
  return <>{drawn}</>;
}

let last: Promise<void> = Promise.resolve();

/** Does one thing after the other, each in a frame, with its layout and painting. */
function inTurn(work: () => void): void {
  last = last.then(nextFrame).then(work);
}

/** Milliseconds after which a page that draws no frames, as in a hidden tab, goes on without. */
const patience = 1000;

/** Resolves in a task after the next frame has been drawn. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve);
    });
  });
}
