import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/language.ts';
import { state } from '../../state/page-session.ts';
import { LazyRoom } from '../lazy-room.tsx';

/** Classes of one's own. */
export function OwnClassesSection(): JSX.Element {
  const text = t.value.ownClasses;
  const [open, setOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const chosen = state.panel.value === 'classes';
  useEffect(() => {
    if (chosen) setOpen(true);
  }, [chosen]);
  return (
    <section class="panel-classes" aria-labelledby="classes">
      <div class="section-head">
        <h2 id="classes" ref={heading} tabIndex={-1}>
          {text.heading}
        </h2>
      </div>
      {open ? (
        <LazyRoom load={async () => (await import('../../own-classes/room.tsx')).OwnClassesRoom} />
      ) : (
        <div class="card">
          <p>{text.invitation}</p>
          <button
            type="button"
            onClick={() => {
              setOpen(true);
              // The button goes, and the keyboard's place with it.
              heading.current?.focus();
            }}
          >
            {text.open}
          </button>
        </div>
      )}
    </section>
  );
}
