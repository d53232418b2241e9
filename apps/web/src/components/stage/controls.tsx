import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { count, percent, t } from '../../i18n/language.ts';
import { validatedOn } from '../../state/runs.ts';
import { fieldNamed } from '../../settings/fields.ts';
import { imagesOf } from '../../settings/settings.ts';
import { LearningRate, SettingField } from '../setting-field.tsx';
import { Announcer } from './announcer.tsx';

/** Train and its numbers: in sight wherever the page is scrolled. */
export function Controls(): JSX.Element {
  const text = t.value.train;
  const going = state.going.value;
  const paused = state.paused.value;
  const canBegin = state.canBegin.value;
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => tellHeight(bar.current), []);
  return (
    <div ref={bar} class="controls" id="training" tabIndex={-1} role="region" aria-label={text.heading}>
      <MainButton />
      <button type="button" disabled={going ? !paused : !canBegin} onClick={() => session.step()}>
        {text.step}
      </button>
      <button type="button" disabled={!state.run.value} onClick={() => session.reset()}>
        {text.reset}
      </button>
      <LearningRate />
      <SettingField field={fieldNamed('epochs')} locked={going} />
      <Stats />
      <Announcer />
    </div>
  );
}

/** Tells the style sheet how much of the window the bar covers, whatever its lines and the size of the text; returns what ends it. */
function tellHeight(bar: HTMLElement | null): (() => void) | undefined {
  if (!bar) return undefined;
  const observer = new ResizeObserver(() => {
    document.documentElement.style.setProperty('--controls-height', `${bar.offsetHeight}px`);
  });
  observer.observe(bar);
  return () => observer.disconnect();
}

/** Train, pause and resume are one button, so that it never moves under the pointer: of a double click only the first counts. */
function MainButton(): JSX.Element {
  const text = t.value.train;
  const run = state.run.value;
  if (run && state.going.value) {
    if (state.paused.value) {
      return (
        <button type="button" class="primary" onClick={firstOf(() => session.resume())}>
          {text.resume}
        </button>
      );
    }
    return (
      <button
        type="button"
        class="primary"
        aria-disabled={state.pausing.value}
        onClick={firstOf(() => session.pause())}
      >
        {state.pausing.value ? text.pausing : text.pause}
      </button>
    );
  }
  return (
    <button type="button" class="primary" disabled={!state.canBegin.value} onClick={() => session.train()}>
      {trainLabel()}
    </button>
  );
}

function firstOf(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) act();
  };
}

function trainLabel(): string {
  const text = t.value.train;
  const info = state.dataInfo.value;
  if (info && state.isEarly.value)
    return text.trainEarly(count(Math.min(info.trainCount, imagesOf(state.settings.value))));
  return state.run.value ? text.again : text.train;
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
    <div class="progress">
      <dl class="stats">
        <Stat name={text.epoch} value={`${current?.epoch ?? 0} / ${epochs}`} />
        <Stat name={text.loss} value={current ? current.loss.toFixed(4) : '–'} />
        <Stat name={text.accuracy} value={current ? percent(current.accuracy) : '–'} />
        <Stat
          name={text.valAccuracy[run ? validatedOn(run) : 'test']}
          value={last?.valAccuracy === undefined ? '–' : percent(last.valAccuracy)}
          strong
        />
        <Stat name={text.speed} value={progress ? count(progress.imagesPerSecond) : '–'} />
      </dl>
      <progress
        class="epoch-progress"
        aria-label={text.progressLabel}
        max={1}
        value={progress ? progress.step / progress.stepsPerEpoch : last ? 1 : 0}
      />
    </div>
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
