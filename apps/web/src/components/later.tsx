import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface LaterProps {
  readonly children: ComponentChildren;
}

/** Draws what is in it in a task of its own, so that a report that changes many parts of the page never holds it up for long. */
export function Later({ children }: LaterProps): JSX.Element {
  const [drawn, setDrawn] = useState<ComponentChildren>(null);
  useEffect(() => later(() => setDrawn(children)), [children]);
  return <>{drawn}</>;
}

let last: Promise<void> = Promise.resolve();

/** Does one thing after the other, each in a task. Returns what takes it back. */
function later(work: () => void): () => void {
  let wanted = true;
  last = last.then(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          if (wanted) work();
          resolve();
        });
      }),
  );
  return () => {
    wanted = false;
  };
}
