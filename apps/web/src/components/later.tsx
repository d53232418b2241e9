import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface LaterProps {
  readonly children: ComponentChildren;
}

/** Draws what is in it in a frame of its own, so that a report that changes many parts of the page never holds it up for long. */
export function Later({ children }: LaterProps): JSX.Element {
  const [drawn, setDrawn] = useState<ComponentChildren>(null);
  useEffect(() => later(() => setDrawn(children)), [children]);
  return <>{drawn}</>;
}

let last: Promise<void> = Promise.resolve();

/** Does one thing after the other, each in a frame, with its layout and painting. Returns what takes it back. */
function later(work: () => void): () => void {
  let wanted = true;
  last = last.then(async () => {
    if (!wanted) return;
    await nextFrame();
    if (wanted) work();
  });
  return () => {
    wanted = false;
  };
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
