import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { readPreference, storePreference } from '../state/preferences.ts';
import { en, type Texts } from './en.ts';

export type Language = 'en' | 'zh';

/** A first paint carries one language; the other comes when it is chosen. */
const texts: Signal<Readonly<Partial<Record<Language, Texts>>>> = signal({ en });
const tags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

/** The stored choice, or the first of the browser's languages that is supported. */
function initialLanguage(): Language {
  const stored = readPreference('language');
  if (stored === 'en' || stored === 'zh') return stored;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.find((tag) => tag === 'en' || tag === 'zh') ?? 'en';
}

export const language: Signal<Language> = signal(initialLanguage());

/** The page's texts. */
export const t: ReadonlySignal<Texts> = computed(() => texts.value[language.value] ?? en);

/** Brings the texts of a language; where they can't be loaded, the page stays in English. */
export async function loadTexts(wanted: Language = language.value): Promise<void> {
  if (wanted in texts.value) return;
  try {
    const { zh } = await import('./zh.ts');
    texts.value = { ...texts.value, zh };
  } catch {
    language.value = 'en';
  }
}

effect(() => {
  document.documentElement.lang = tags[language.value];
});

export function setLanguage(chosen: Language): void {
  storePreference('language', chosen);
  void changeTo(chosen);
}

async function changeTo(chosen: Language): Promise<void> {
  await loadTexts(chosen);
  if (chosen in texts.value) language.value = chosen;
}

/** `0.873` as `87.3%`, of a fixed width. */
export function percent(fraction: number): string {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(1)}%` : '–';
}

export function count(value: number): string {
  return Math.round(value).toLocaleString(tags[language.value]);
}

/** The name of a class, translated if known. */
export function className(names: readonly string[], label: number): string {
  const name = names[label] ?? String(label);
  return t.value.classNames.get(name) ?? name;
}
