import type { JSX } from 'preact';
import { session, state } from '../../state/page-session.ts';
import { percent, t } from '../../i18n/language.ts';
import { bestValAccuracy, epochsIfContinued, isGoing, isRepeatable, type Run } from '../../state/runs.ts';
import { copyLink } from '../copy-link.ts';
import { RunCurve, seriesClass } from '../chart/run-curve.tsx';
import { KeptNote } from './kept-note.tsx';

/** The runs so far, their curves and numbers. */
export function RunsSection(): JSX.Element {
  const text = t.value.runs;
  return (
    <section class="panel-runs" aria-labelledby="runs">
      <div class="section-head">
        <h2 id="runs">{text.heading}</h2>
        <p>
          {text.caption} <KeptNote />
        </p>
      </div>
      <RunsTable />
      <div class="card">
        <RunCurve metric="loss" heading="h3" />
        <p class="caption">{t.value.curves.caption}</p>
      </div>
    </section>
  );
}

function RunsTable(): JSX.Element {
  const text = t.value.runs;
  const runs = state.runs.value;
  if (runs.length === 0) return <p class="card empty">{text.empty}</p>;
  return (
    <div class="card">
      <div class="scroll" role="region" aria-label={text.table} tabIndex={0}>
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
  const more = state.isOfPageData(run) ? epochsIfContinued(run) : undefined;
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
        </label>
        <button
          type="button"
          class="quiet run-name"
          disabled={!run.model || state.going.value}
          onClick={() => session.showRun(id)}
        >
          {name}
        </button>
      </th>
      <td class="number">{history.length}</td>
      <td class="number">{best === undefined ? '–' : percent(best)}</td>
      <td class="number">{last ? last.loss.toFixed(4) : '–'}</td>
      <td class="number">{Number.isFinite(seconds) ? t.value.stats.inSeconds(seconds.toFixed(2)) : '–'}</td>
      <td>{'warning' in run.state ? text.learnedNothing : text.states[run.state.status]}</td>
      <td class="row-tools">
        {more !== undefined && (
          <button
            type="button"
            class="quiet"
            disabled={!state.canContinue(run)}
            aria-label={text.continueOf(name, more)}
            onClick={() => session.continueRun(id)}
          >
            {text.continue(more)}
          </button>
        )}
        {isRepeatable(run) && (
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
