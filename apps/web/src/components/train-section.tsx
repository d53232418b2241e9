import { imagesOf } from '../settings/settings.ts';
import type { JSX } from 'preact';
import { session, state } from '../app.ts';
import { count, percent, t } from '../i18n/language.ts';
import { Curves } from './curves.tsx';
import { RunsTable } from './runs-table.tsx';
import { SettingsForm } from './settings-form.tsx';

export function TrainSection(): JSX.Element {
  const text = t.value.train;
  return (
    <section aria-labelledby="training">
      <div class="section-head">
        <h2 id="training" tabIndex={-1}>
          {text.heading}
        </h2>
      </div>
      <div class="bench">
        <SettingsForm />
        <div class="bench-main">
          <div class="card">
            <Controls />
            <Stats />
          </div>
          <Curves />
          <RunsTable />
        </div>
      </div>
      <HowItWorks />
    </section>
  );
}

function HowItWorks(): JSX.Element {
  const text = t.value.train;
  return (
    <div class="card how">
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

function Controls(): JSX.Element {
  const text = t.value.train;
  const going = state.going.value;
  const paused = state.paused.value;
  const canTrain = state.canTrain.value;
  return (
    <div class="controls">
      <MainButton />
      <button type="button" disabled={!canTrain || (going && !paused)} onClick={() => session.step()}>
        {text.step}
      </button>
      <button type="button" disabled={!state.run.value} onClick={() => session.reset()}>
        {text.reset}
      </button>
      <EngineNote />
    </div>
  );
}

/** Train, pause and resume are one button, so that it never moves under the pointer. */
function MainButton(): JSX.Element {
  const text = t.value.train;
  const run = state.run.value;
  const canTrain = state.canTrain.value;
  if (run && state.going.value) {
    if (state.paused.value) {
      return (
        <button type="button" class="primary" onClick={() => session.resume()}>
          {text.resume}
        </button>
      );
    }
    return (
      <button
        type="button"
        class="primary"
        aria-disabled={state.pausing.value}
        onClick={() => session.pause()}
      >
        {state.pausing.value ? text.pausing : text.pause}
      </button>
    );
  }
  return (
    <button type="button" class="primary" disabled={!canTrain} onClick={() => session.train()}>
      {trainLabel()}
    </button>
  );
}

function trainLabel(): string {
  const text = t.value.train;
  const info = state.dataInfo.value;
  if (!info) return text.train;
  if (!info.complete && info.trainCount < imagesOf(state.settings.value))
    return text.trainEarly(count(info.trainCount));
  return state.run.value ? text.again : text.train;
}

function EngineNote(): JSX.Element {
  const text = t.value.notices;
  const worker = state.worker.value;
  if (worker.status !== 'ready')
    return <span class="engine">{worker.status === 'starting' ? t.value.train.starting : ''}</span>;
  const { name, threads } = worker.engine;
  return (
    <span class="engine">{text.engine(name, threads === 1 ? text.singleThread : text.threads(threads))}</span>
  );
}

function Stats(): JSX.Element {
  const text = t.value.stats;
  const run = state.run.value;
  const progress = state.progress.value;
  const last = run?.history.at(-1);
  const going = state.going.value;
  // A run without settings is as long as its history; the form's settings belong to another run.
  const planned = run ? (run.recipe?.settings.epochs ?? run.history.length) : state.settings.value.epochs;
  const epochs = progress?.epochs ?? planned;
  // Between two epochs, and at the end, show the last epoch's numbers.
  const current = going && progress && progress.epoch !== last?.epoch ? progress : last;
  return (
    <>
      <progress
        class="epoch-progress"
        aria-label={text.progressLabel}
        max={1}
        value={progress ? progress.step / progress.stepsPerEpoch : last ? 1 : 0}
      />
      <dl class="stats">
        <Stat name={text.epoch} value={`${current?.epoch ?? 0} / ${epochs}`} />
        <Stat name={text.loss} value={current ? current.loss.toFixed(4) : '–'} />
        <Stat name={text.accuracy} value={current ? percent(current.accuracy) : '–'} />
        <Stat
          name={text.valAccuracy}
          value={last?.valAccuracy === undefined ? '–' : percent(last.valAccuracy)}
          strong
        />
        <Stat name={text.speed} value={progress ? count(progress.imagesPerSecond) : '–'} />
        <Stat
          name={text.seconds}
          value={last && Number.isFinite(last.seconds) ? text.inSeconds(last.seconds.toFixed(2)) : '–'}
        />
      </dl>
    </>
  );
}

function Stat({
  name,
  value,
  strong = false,
}: {
  name: string;
  value: string;
  strong?: boolean;
}): JSX.Element {
  return (
    <div class={strong ? 'stat strong' : 'stat'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
