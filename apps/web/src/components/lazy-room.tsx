import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/language.ts';

/** A part of the page whose code is loaded when it is shown. */
export function LazyRoom({ load }: { readonly load: () => Promise<ComponentType> }): JSX.Element {
  const [Room, setRoom] = useState<ComponentType | undefined>(undefined);
  const [tries, setTries] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setFailed(false);
    load().then(
      (loaded) => setRoom(() => loaded),
      () => setFailed(true),
    );
  }, [tries]);
  if (Room) return <Room />;
  if (!failed) return <p class="hint">…</p>;
  return (
    <p class="problem-text" role="alert">
      {t.value.lazyFailed}{' '}
      <button type="button" onClick={() => setTries(tries + 1)}>
        {t.value.data.retry}
      </button>
    </p>
  );
}
