import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { className, count, t } from '../../i18n/language.ts';
import { picturesPerClass } from '../../state/pictures.ts';
import { FilesButton } from '../files-button.tsx';
import { Pixels } from '../pixels.tsx';
import { Shade } from '../shade.tsx';

const classesExpected = 10;

export function DataSection(): JSX.Element {
  const text = t.value.data;
  const seed = useRef(state.settings.value.seed);
  return (
    <section class="panel-data" aria-labelledby="data">
      <div class="section-head">
        <h2 id="data">{text.heading}</h2>
        <p>{state.ownData.value ? text.ownCaption(state.ownData.value.name) : text.caption}</p>
      </div>
      <div class="card">
        <ClassGrid />
        <div class="card-foot">
          <DataStatus />
          <OwnData />
          <button
            type="button"
            class="quiet"
            disabled={!state.dataHere.value}
            onClick={() => {
              seed.current++;
              session.pictures.showOthers(seed.current);
            }}
          >
            {text.other}
          </button>
        </div>
      </div>
    </section>
  );
}

/** Chooses files as the page's data, and goes back to the data set that it comes with. */
function OwnData(): JSX.Element {
  const text = t.value.data;
  const reading = state.reading.value;
  if (reading) return <p role="status">{text.reading(count(reading.done), count(reading.total))}</p>;
  return (
    <>
      {state.ownData.value && (
        <button type="button" class="quiet" onClick={() => session.data.load()}>
          {text.back}
        </button>
      )}
      <FilesButton label={text.openFolder} folder onFiles={(files) => void session.data.useFiles(files)} />
      <FilesButton label={text.openFiles} onFiles={(files) => void session.data.useFiles(files)} />
    </>
  );
}

function ClassGrid(): JSX.Element {
  const text = t.value.data;
  const info = state.dataInfo.value;
  const classes = state.classes.value;
  if (!info || classes.length === 0) {
    return (
      <ul class="classes" aria-hidden="true">
        {Array.from({ length: classesExpected }, (_, label) => (
          <li key={label}>
            <Shade as="span" class="placeholder ink" share={label / (classesExpected - 1)} />
            <span class="class-name">&nbsp;</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul class="classes">
      {classes.map(({ label, pixels }) => {
        const name = className(info.classNames, label);
        return (
          <li key={label}>
            <Pixels
              pixels={pixels}
              format={info}
              columns={Math.sqrt(picturesPerClass)}
              label={text.gridLabel(name)}
            />
            <span class="class-name">{name}</span>
          </li>
        );
      })}
    </ul>
  );
}

function DataStatus(): JSX.Element {
  const text = t.value.data;
  const data = state.data.value;
  const info = state.dataInfo.value;
  switch (data.status) {
    case 'loading': {
      const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
      const { receivedBytes, totalBytes } = data;
      return (
        <div class="data-status">
          <progress max={Math.max(totalBytes, 1)} value={receivedBytes} aria-label={text.loading} />
          <p>
            {info ? text.early(count(info.trainCount)) : `${text.loading}…`}{' '}
            {totalBytes > 0 && (
              <span class="number">{text.progress(megabytes(receivedBytes), megabytes(totalBytes))}</span>
            )}
          </p>
        </div>
      );
    }
    case 'failed':
      return <p class="data-status problem-text">{text.failed[data.reason]}</p>;
    case 'ready':
      return <p class="data-status">{info && text.counts(count(info.trainCount), count(info.testCount))}</p>;
  }
}
