export type Preference = 'language' | 'theme';

/** The stored choice; `undefined` if the browser stores nothing. */
export function readPreference(name: Preference): string | undefined {
  try {
    return localStorage.getItem(`atelier.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function storePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(`atelier.${name}`, value);
  } catch {
    // Forbidden: the choice lasts as long as the page.
  }
}

const shownRun = 'atelier.shown';

/** The key of the run that this tab shows: another tab may show another. */
export function readShownRun(): string | undefined {
  try {
    return sessionStorage.getItem(shownRun) ?? undefined;
  } catch {
    return undefined;
  }
}

export function storeShownRun(key: string): void {
  try {
    sessionStorage.setItem(shownRun, key);
  } catch {
    // Forbidden: a reload shows the latest.
  }
}
