import type { JSX } from 'preact';
import { session, state } from '../app.ts';
import { percent, t } from '../i18n/language.ts';
import { bestValAccuracy, isGoing, type Run } from '../state/runs.ts';
import { copyLink } from './copy-link.ts';
import { seriesClass } from './curves.tsx';

export function RunsTable(): JSX.Element | null {
  const text = t.value.runs;
  const runs = state.runs.value;
  if (runs.length === 0) return null;
  return (
    <div class="card">
      <h3 id="runs">{text.heading}</h3>
      <p class="caption">{text.caption}</p>
      <div class="scroll" role="region" aria-labelledby="runs" tabIndex={0}>
        <table class="runs">
          <thead>
            <tr>
              <th scope="col">{text.run}</th>
              <th scope="col" class="number">
                {text.epochs}
              </th>
              <th scope="col" class="number">
                {text.best}
              </th>
              <th scope="col" class="number">
                {text.loss}
              </th>
              <th scope="col" class="number">
                {text.seconds}
              </th>
              <th scope="col">{text.state}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function RunRow({ run }: { readonly run: Run }): JSX.Element {
  const text = t.value.runs;
  const { id, name, history, shown } = run;
  const best = bestValAccuracy(run);
  const last = history.at(-1);
  const seconds = history.reduce((sum, record) => sum + record.seconds, 0) / history.length;
  return (
    <tr aria-current={id === state.currentRun.value ? 'true' : undefined}>
      <th scope="row">
        <label class="check">
          <input
            type="checkbox"
            checked={shown}
            aria-label={text.shown(name)}
            onChange={({ currentTarget }) => session.setShown(id, currentTarget.checked)}
          />
          <span class={`swatch ${seriesClass(run)}`} aria-hidden="true" />
          <span class="run-name">{name}</span>
        </label>
      </th>
      <td class="number">{history.length}</td>
      <td class="number">{best === undefined ? '–' : percent(best)}</td>
      <td class="number">{last ? last.loss.toFixed(4) : '–'}</td>
      <td class="number">{Number.isFinite(seconds) ? t.value.stats.inSeconds(seconds.toFixed(2)) : '–'}</td>
      <td>{text.states[run.state.status]}</td>
      <td class="row-tools">
        {run.recipe && (
          <button
            type="button"
            class="quiet"
            aria-label={text.linkOf(name)}
            onClick={() => void copyLink(run)}
          >
            {text.link}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          disabled={isGoing(run.state)}
          aria-label={text.removeOf(name)}
          onClick={() => session.removeRun(id)}
        >
          {text.remove}
        </button>
      </td>
    </tr>
  );
}
