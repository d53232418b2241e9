import type { JSX } from 'preact';
import { t } from '../../i18n/language.ts';

/** The three steps of every network here. */
export function HowSection(): JSX.Element {
  const text = t.value.train;
  return (
    <div class="card how panel-data">
      <h3>{text.how}</h3>
      <ol>
        {text.steps.map(([title, step]) => (
          <li key={title}>
            <h4>{title}</h4>
            <p>{step}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}
