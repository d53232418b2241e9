import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { session, state } from '../app.ts';
import { className, percent, t } from '../i18n/language.ts';
import { readPicture } from '../image/read-picture.ts';
import type { OwnPrediction } from '../messages.ts';
import { DrawingCanvas } from './drawing-canvas.tsx';
import { indexOfLargest, ProbabilityList } from './probability-list.tsx';

/** A picture of the user's own, and how it came to be. */
interface Own {
  readonly pixels: Uint8Array;
  /** What was done to it, to be said. */
  readonly note:
    | { readonly kind: 'test'; readonly label: number }
    | { readonly kind: 'file'; readonly from: string; readonly inverted: boolean }
    | { readonly kind: 'no-image'; readonly fileName: string }
    | undefined;
}

const longestName = 60;

export function TrySection(): JSX.Element {
  const text = t.value.try;
  const { height, width } = state.dataInfo.value ?? { height: 28, width: 28 };
  const [own, setOwn] = useState<Own>(() => ({ pixels: new Uint8Array(height * width), note: undefined }));
  const blank = own.pixels.every((value) => value === 0);
  const probabilities = useProbabilities(own.pixels);

  const openFile = async (file: File): Promise<void> => {
    const picture = await readPicture(file, height, width);
    if (!picture) {
      const fileName = file.name.slice(0, longestName);
      setOwn(({ pixels }) => ({ pixels, note: { kind: 'no-image', fileName } }));
      return;
    }
    const { pixels, inverted, fileWidth, fileHeight } = picture;
    setOwn({ pixels, note: { kind: 'file', from: `${fileWidth} × ${fileHeight}`, inverted } });
  };

  const takeTestPicture = async (): Promise<void> => {
    const picture = await session.randomTestPicture();
    if (picture) setOwn({ pixels: picture.pixels, note: { kind: 'test', label: picture.label } });
  };

  return (
    <section aria-labelledby="try">
      <div class="section-head">
        <h2 id="try">{text.heading}</h2>
        <p>{text.caption}</p>
      </div>
      <div class="card try">
        <div>
          <DrawingCanvas
            pixels={own.pixels}
            height={height}
            width={width}
            onDraw={(pixels) => setOwn({ pixels, note: undefined })}
            onDropFile={(file) => void openFile(file)}
          />
          <div class="try-tools">
            <button
              type="button"
              disabled={blank}
              onClick={() => setOwn({ pixels: new Uint8Array(height * width), note: undefined })}
            >
              {text.clear}
            </button>
            <button type="button" disabled={!state.dataHere.value} onClick={() => void takeTestPicture()}>
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
                  if (file) void openFile(file);
                  currentTarget.value = '';
                }}
              />
            </label>
          </div>
          <p class="hint" aria-live="polite">
            <OwnNote note={own.note} />
          </p>
        </div>
        <Answer probabilities={probabilities} blank={blank} />
      </div>
    </section>
  );
}

function OwnNote({ note }: { readonly note: Own['note'] }): JSX.Element {
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
  const names = state.dataInfo.value?.classNames ?? Array.from({ length: 10 }, () => '');
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

/** Asks the worker for each new picture, one question at a time, the latest next; and anew when the model has learned. */
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
