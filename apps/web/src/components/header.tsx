import type { JSX } from 'preact';
import { language, setLanguage, t } from '../i18n/language.ts';
import { setTheme, theme, themes } from '../state/theme.ts';

export function Header(): JSX.Element {
  const text = t.value;
  const other = language.value === 'en' ? 'zh' : 'en';
  return (
    <header class="top">
      <span class="wordmark">Atelier</span>
      <div class="top-tools">
        <label class="theme">
          <span class="visually-hidden">{text.theme.label}</span>
          <select
            value={theme.value}
            onChange={({ currentTarget }) => {
              const chosen = themes.find((name) => name === currentTarget.value);
              if (chosen) setTheme(chosen);
            }}
          >
            {themes.map((name) => (
              <option key={name} value={name}>
                {text.theme[name]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="quiet"
          lang={other === 'zh' ? 'zh-Hans' : 'en'}
          onClick={() => setLanguage(other)}
        >
          {text.otherLanguage}
        </button>
      </div>
    </header>
  );
}
