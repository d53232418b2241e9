import type { JSX } from 'preact';
import { count, language, setLanguage, t } from '../i18n/language.ts';
import { LessonsButton } from './lessons-bar.tsx';
import { state } from '../state/page-session.ts';
import { setTheme, theme, themes } from '../state/theme.ts';

export function Header(): JSX.Element {
  const text = t.value;
  const other = language.value === 'en' ? 'zh' : 'en';
  return (
    <header class="top">
      <h1>
        <span class="wordmark">Atelier</span> <span class="lead">{text.title}</span>
      </h1>
      <div class="top-tools">
        <EngineNote />
        <LessonsButton />
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

function EngineNote(): JSX.Element {
  const text = t.value.notices;
  const worker = state.worker.value;
  if (worker.status !== 'ready')
    return <span class="engine">{worker.status === 'starting' ? t.value.train.starting : ''}</span>;
  const { threads } = worker;
  const data = state.data.value;
  const info = state.dataInfo.value;
  if (data.status === 'loading' && info) {
    const share = `${Math.floor((100 * data.receivedBytes) / Math.max(1, data.totalBytes))}%`;
    return <span class="engine">{t.value.data.arriving(count(info.trainCount), share)}</span>;
  }
  return <span class="engine">{text.engine(threads === 1 ? text.singleThread : text.threads(threads))}</span>;
}
