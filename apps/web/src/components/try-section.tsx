import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { session, state } from '../app.ts';
import { className, percent, t } from '../i18n/language.ts';
import type { OwnPrediction } from '../messages.ts';
import { DrawingCanvas } from './drawing-canvas.tsx';
import {
  draw,
  openPicture,
  type OwnPicture,
  ownPicture,
  pictureSize,
  takeTestPicture,
} from './own-picture.ts';
import { indexOfLargest, ProbabilityList } from './probability-list.tsx';

export function TrySection(): JSX.Element {
  const text = t.value.try;
  const { height, width } = pictureSize();
  const { pixels, note } = ownPicture.value;
  const blank = pixels.every((value) => value === 0);
  const probabilities = useProbabilities(pixels);
  return (
    <section aria-labelledby="try">
      <div class="section-head">
        <h2 id="try">{text.heading}</h2>
        <p>{text.caption}</p>
      </div>
      <div class="card try">
        <div>
          <DrawingCanvas pixels={pixels} height={height} width={width} onDraw={draw} />
          <div class="try-tools">
            <button type="button" disabled={blank} onClick={() => draw(new Uint8Array(height * width))}>
              {text.clear}
            </button>
            <button
              type="button"
              disabled={!state.dataHere.value || state.run.value?.otherData !== undefined}
              onClick={() => void takeTestPicture()}
            >
              {text.fromTest}
            </button>
            <label class="button">
              {text.choose}
              <input
                type="file"
                accept="image/*"
                class="visually-hidden"
                onChange={({ currentTarget }) => {
                  const file = currentTarget.files?.[0];
                  if (file) void openPicture(file);
                  currentTarget.value = '';
                }}
              />
            </label>
          </div>
          <p class="hint" aria-live="polite">
            <OwnNote note={note} />
          </p>
        </div>
        <Answer probabilities={probabilities} blank={blank} />
      </div>
    </section>
  );
}

function OwnNote({ note }: { readonly note: OwnPicture['note'] }): JSX.Element {
  const text = t.value.try;
  const names = state.dataInfo.value?.classNames ?? [];
  switch (note?.kind) {
    case 'test':
      return <>{text.itIs(className(names, note.label))}</>;
    case 'file':
      return <>{text.prepared(note.from, note.inverted)}</>;
    case 'no-image':
      return <span class="problem-text">{text.notAnImage(note.fileName)}</span>;
    case undefined:
      return <>{text.dropHint}</>;
  }
}

function Answer({
  probabilities,
  blank,
}: {
  probabilities: Float32Array | undefined;
  blank: boolean;
}): JSX.Element {
  const text = t.value.try;
  const known = state.classNames.value;
  const names = known.length > 0 ? known : Array.from({ length: 10 }, () => '');
  const shown = blank ? undefined : probabilities;
  const best = shown && indexOfLargest(shown);
  const hasModel = state.hasModel.value;
  return (
    <div class="answer-panel">
      <h3>{text.probabilities}</h3>
      <p class="caption answer-line" aria-live="polite">
        {shown && best !== undefined
          ? text.answer(className(names, best), percent(shown[best] ?? 0))
          : hasModel
            ? text.blank
            : text.empty}
      </p>
      <ProbabilityList classNames={names} probabilities={shown} />
    </div>
  );
}

/** Asks the worker for each new picture, one request at a time, the latest next; and again after each epoch of training. */
function useProbabilities(pixels: Uint8Array): Float32Array | undefined {
  const [answer, setAnswer] = useState<OwnPrediction | undefined>(undefined);
  const wanted = useRef(pixels);
  const asking = useRef(false);
  wanted.current = pixels;
  const ask = async (): Promise<void> => {
    if (asking.current) return;
    asking.current = true;
    for (let asked: Uint8Array | undefined; asked !== wanted.current;) {
      asked = wanted.current;
      setAnswer(await session.predict(asked));
    }
    asking.current = false;
  };
  const hasModel = state.hasModel.value && state.canTrain.value;
  const run = state.currentRun.value;
  const predictions = state.predictions.value;
  useEffect(() => {
    if (hasModel) void ask();
    else setAnswer(undefined);
  }, [pixels, hasModel, run, predictions]);
  // While a new run waits for its turn, the worker answers for the one before.
  return answer && answer.run === run ? answer.probabilities : undefined;
}
