import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../i18n/language.ts';
import { LazyRoom } from './lazy-room.tsx';

const open: Signal<boolean> = signal(false);

/** Opens and closes the lessons. */
export function LessonsButton(): JSX.Element {
  return (
    <button
      type="button"
      class="quiet"
      aria-expanded={open.value}
      onClick={() => {
        open.value = !open.value;
      }}
    >
      {t.value.lessons}
    </button>
  );
}

/** The lessons above the stage, on which they happen. */
export function LessonsBar(): JSX.Element | null {
  if (!open.value) return null;
  return (
    <section class="card lessons" aria-label={t.value.lessons}>
      <LazyRoom load={async () => (await import('../lessons/room.tsx')).LessonsRoom} />
    </section>
  );
}
