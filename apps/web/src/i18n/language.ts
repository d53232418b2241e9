import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { readPreference, storePreference } from '../state/preferences.ts';
import { en, type Texts } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'en' | 'zh';

const texts: Readonly<Record<Language, Texts>> = { en, zh };
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
export const t: ReadonlySignal<Texts> = computed(() => texts[language.value]);

effect(() => {
  document.documentElement.lang = tags[language.value];
});

export function setLanguage(chosen: Language): void {
  language.value = chosen;
  storePreference('language', chosen);
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
