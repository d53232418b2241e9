import type { JSX } from 'preact';
import { state } from '../state/page-session.ts';
import { t } from '../i18n/language.ts';
import { panels } from '../state/panels.ts';

/** Links to what is below the stage; on a narrow screen they choose which of it is shown. */
export function PanelLinks(): JSX.Element {
  const text = t.value.panels;
  return (
    <nav class="panel-links" aria-label={text.label}>
      {panels.map((panel) => (
        <a
          key={panel}
          href={`#${panel}`}
          class={panel === 'network' ? 'narrow-only' : undefined}
          aria-current={panel === state.panel.value ? 'true' : undefined}
          onClick={(event) => {
            event.preventDefault();
            state.panel.value = panel;
            // After it is shown.
            setTimeout(() => document.getElementById(panel)?.closest('section')?.scrollIntoView());
          }}
        >
          {text[panel]}
        </a>
      ))}
    </nav>
  );
}
