import { effect, type Signal, signal } from '@preact/signals';
import { readPreference, storePreference } from './preferences.ts';

export type Theme = 'auto' | 'light' | 'dark';
export const themes: readonly Theme[] = ['auto', 'light', 'dark'];

export const theme: Signal<Theme> = signal(themes.find((name) => name === readPreference('theme')) ?? 'auto');

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});

export function setTheme(chosen: Theme): void {
  theme.value = chosen;
  storePreference('theme', chosen);
}
